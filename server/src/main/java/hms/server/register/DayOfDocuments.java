package hms.server.register;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// The documents of a list that were published on one day. `whole` is false if more of that day may
/// be on another page.
record DayOfDocuments(LocalDate day, List<Listing> documents, boolean whole) {

    static List<DayOfDocuments> of(RegisterPage page, boolean first) {
        var days = new ArrayList<DayOfDocuments>();
        var documents = page.documents();
        int from = 0;
        for (int i = 1; i <= documents.size(); i++) {
            var day = documents.get(from).times().publishedOn();
            if (i == documents.size() || !documents.get(i).times().publishedOn().equals(day)) {
                boolean goesOn = i == documents.size() && day.equals(page.earlier());
                boolean wentOn = from == 0 && !first;
                days.add(new DayOfDocuments(day, documents.subList(from, i), !goesOn && !wentOn));
                from = i;
            }
        }
        return days;
    }
}
