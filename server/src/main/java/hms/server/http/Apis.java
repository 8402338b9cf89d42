package hms.server.http;

/// What answers, one for each subject.
record Apis(
        PolicyApi policies,
        RehearsalApi rehearsals,
        ReleaseApi releases,
        RunApi runs,
        CanaryApi canaries,
        TelemetryApi telemetry,
        TicketApi tickets,
        IdentityApi identities,
        LedgerApi ledger,
        StreamApi stream,
        SystemApi system) {}
