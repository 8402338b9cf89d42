package hms.server.register;

import hms.server.assets.Assets;

/// What stands around every page. `section` is the path of the entry of the navigation that is
/// current, `json` the path of the page's JSON form, `printSheet` that of its own print stylesheet;
/// empty where there is none.
record PageHead(
        String title,
        String section,
        String volumeLine,
        String today,
        String json,
        String printSheet,
        Assets assets) {}
