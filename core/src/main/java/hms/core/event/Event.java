package hms.core.event;

/// Something that happened, in the past tense: the content of one ledger entry.
///
/// The set is closed. Adding an event breaks the compile wherever it is not handled: in the fold,
/// in the codec's table of names, and in the sentence that the ledger explorer shows. An event
/// carries every fact that the fold needs and nothing personal; what is personal, large or not yet
/// public is a blob, named here by its salted digest.
public sealed interface Event
        permits LedgerEvent,
                ConfigEvent,
                IdentityEvent,
                PolicyEvent,
                RunEvent,
                LiveEvent,
                NoticeEvent,
                TicketEvent,
                TargetEvent {}
