package hms.runs.port;

/// Where a notice goes.
///
/// @param url as configured, such as `https://partner.example/hooks/policies`; the channel judges
///     it
/// @param secretRef names the secret that goes with it (see [Secrets]); never the secret itself
public record NoticeAddress(String url, String secretRef) {}
