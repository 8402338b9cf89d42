package hms.server.http;

/// One header of an answer.
record Header(String name, String value) {}
