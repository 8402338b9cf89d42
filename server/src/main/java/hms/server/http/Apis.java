package hms.server.http;

/// What answers, one for each subject.
record Apis(
        PolicyApi policies,
        RehearsalApi rehearsals,
        ReleaseApi releases,
        PackageApi packages,
        EnvironmentApi environments,
        ConfigurationApi configuration,
        TargetApi targets,
        RunApi runs,
        CanaryApi canaries,
        TelemetryApi telemetry,
        TicketApi tickets,
        IdentityApi identities,
        LedgerApi ledger,
        StreamApi stream,
        SystemApi system) {}
