package hms.server.register.prose;

/// A part of a rule's prose under its heading. All three are safe HTML; `number` (`§ 2`) and `name`
/// are empty for what stands before the first heading, `number` also where the heading has none.
public record Section(String number, String name, String body) {}
