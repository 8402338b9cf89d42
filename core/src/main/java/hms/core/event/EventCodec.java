package hms.core.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import hms.artifact.PolicyId;
import hms.artifact.Selector;
import hms.artifact.Version;
import hms.core.pipeline.StageKind;
import hms.core.state.ArtifactKey;
import hms.core.state.CanaryVerdict;
import hms.core.state.EnvironmentId;
import hms.core.state.RunStatus;
import hms.core.state.Scope;
import hms.core.state.StageOutcome;
import hms.core.state.TargetId;
import hms.core.state.TargetOutcome;
import hms.core.state.TicketChoice;
import hms.core.state.TicketKind;
import hms.core.state.WaitReason;
import hms.trust.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// The exact bytes of an entry: one JSON object, `{"type":…,"v":…,"at":…,"actor":…, …}`, the header
/// always first and in this order, then what the event carries.
///
/// Types and their versions are written down here, once. An entry of an unknown type or version
/// cannot be folded, and is refused rather than skipped: a node that does not understand its ledger
/// must not decide on it.
public final class EventCodec {

    /// Entries are at most this long (C2SP tlog-tiles bundles give them a 16-bit length).
    public static final int MAX_ENTRY_BYTES = 65_535;

    private static final List<Class<? extends Event>> TYPES =
            List.of(
                    LedgerEvent.LedgerOpened.class,
                    LedgerEvent.EpochOpened.class,
                    LedgerEvent.ActRefused.class,
                    LedgerEvent.RequestAnswered.class,
                    LedgerEvent.BlobErased.class,
                    ConfigEvent.LegalZoneSet.class,
                    ConfigEvent.GovernanceSet.class,
                    ConfigEvent.PipelineDefined.class,
                    ConfigEvent.EnvironmentDefined.class,
                    ConfigEvent.PartnerDefined.class,
                    ConfigEvent.PartnerRemoved.class,
                    IdentityEvent.PrincipalAdded.class,
                    IdentityEvent.KeyEnrolled.class,
                    IdentityEvent.KeyRevoked.class,
                    IdentityEvent.TokenIssued.class,
                    IdentityEvent.TokenRevoked.class,
                    PolicyEvent.ArtifactSubmitted.class,
                    PolicyEvent.ApprovalCoverage.class,
                    PolicyEvent.ApprovalRecorded.class,
                    PolicyEvent.ArtifactRejected.class,
                    RunEvent.RunMembers.class,
                    RunEvent.RunQueued.class,
                    RunEvent.RunStarted.class,
                    RunEvent.StageStarted.class,
                    RunEvent.StageFinished.class,
                    RunEvent.PackageBuilt.class,
                    RunEvent.ReleaseTagged.class,
                    RunEvent.RunScheduled.class,
                    RunEvent.RunHalted.class,
                    RunEvent.RunResumed.class,
                    RunEvent.RunEnded.class,
                    LiveEvent.RulePublished.class,
                    LiveEvent.VersionRolledOut.class,
                    LiveEvent.VersionActivated.class,
                    LiveEvent.ScheduleCancelled.class,
                    LiveEvent.VersionRolledBack.class,
                    LiveEvent.VersionWithdrawn.class,
                    NoticeEvent.NoticeQueued.class,
                    NoticeEvent.NoticeDelivered.class,
                    NoticeEvent.NoticeAttemptFailed.class,
                    RunEvent.StageBaking.class,
                    RunEvent.CanaryJudged.class,
                    LiveEvent.CanaryStarted.class,
                    LiveEvent.CanaryWidened.class,
                    LiveEvent.CanaryEnded.class,
                    LiveEvent.RuleWithdrawn.class,
                    LiveEvent.SubscriberSeen.class,
                    TicketEvent.TicketOpened.class,
                    TicketEvent.TicketResolved.class,
                    TicketEvent.DigestQuarantined.class,
                    TicketEvent.QuarantineLifted.class,
                    TicketEvent.TicketLapsed.class,
                    ConfigEvent.EnvironmentRuled.class,
                    ConfigEvent.EnvironmentRemoved.class,
                    ConfigEvent.TargetDefined.class,
                    ConfigEvent.TargetRemoved.class,
                    RunEvent.RunWaiting.class,
                    RunEvent.RunTakingBack.class,
                    TargetEvent.TargetServed.class,
                    TargetEvent.TargetsBehind.class,
                    TargetEvent.TargetCaughtUp.class,
                    TargetEvent.TargetMissed.class);

    private static final int VERSION = 1;

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(words())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .changeDefaultPropertyInclusion(
                            v -> v.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                    .build();

    private static final Map<Class<?>, String> NAMES = new HashMap<>();
    private static final Map<String, ObjectReader> READERS = new HashMap<>();

    static {
        for (var type : TYPES) {
            var name = kebab(type.getSimpleName());
            NAMES.put(type, name);
            READERS.put(name, MAPPER.readerFor(type));
        }
    }

    private EventCodec() {}

    /// The event's type as it stands in its entry: `run-started`.
    public static String type(Event event) {
        var name = NAMES.get(event.getClass());
        if (name == null) {
            throw new IllegalStateException(event.getClass() + " is not in the table of types");
        }
        return name;
    }

    /// All types, in the order of the table.
    public static List<String> types() {
        return TYPES.stream().map(NAMES::get).toList();
    }

    /// @throws IllegalArgumentException if the entry would be longer than [#MAX_ENTRY_BYTES]
    public static byte[] encode(Recorded entry) {
        var body = MAPPER.writeValueAsBytes(entry.event());
        var header =
                ("{\"type\":\""
                                + type(entry.event())
                                + "\",\"v\":"
                                + VERSION
                                + ",\"at\":\""
                                + entry.at().truncatedTo(ChronoUnit.MICROS)
                                + "\",\"actor\":\""
                                + entry.actor()
                                + "\"")
                        .getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(header.length + body.length);
        out.writeBytes(header);
        if (body.length > 2) {
            out.write(',');
        }
        out.write(body, 1, body.length - 1);
        if (out.size() > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException(
                    "a "
                            + type(entry.event())
                            + " entry of "
                            + out.size()
                            + " bytes is longer than the ledger takes, "
                            + MAX_ENTRY_BYTES);
        }
        return out.toByteArray();
    }

    /// @throws UnreadableEntry if the bytes are not an entry of a known type and version
    public static Recorded decode(byte[] bytes) {
        try (var parser = MAPPER.createParser(bytes)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "is not a JSON object");
            var type = header(parser, "type");
            require(parser.nextToken() == JsonToken.PROPERTY_NAME, "ends within its header");
            require(parser.currentName().equals("v"), "has no version behind its type");
            parser.nextToken();
            int version = parser.getIntValue();
            var reader = READERS.get(type);
            if (reader == null || version != VERSION) {
                throw new UnreadableEntry(
                        "is of type "
                                + type
                                + " v"
                                + version
                                + ", which this program does not know",
                        null);
            }
            var at = Instants.parse(header(parser, "at"));
            var actor = header(parser, "actor");
            parser.nextToken();
            Event event = reader.readValue(parser);
            return new Recorded(at, actor, event);
        } catch (JacksonException | java.time.DateTimeException e) {
            throw new UnreadableEntry("is not readable: " + e.getMessage(), e);
        }
    }

    /// Writes what is not an entry but uses the same words, such as a snapshot's or an answer's
    /// parts.
    public static JsonMapper mapper() {
        return MAPPER;
    }

    private static String header(JsonParser parser, String name) {
        require(
                parser.nextToken() == JsonToken.PROPERTY_NAME && parser.currentName().equals(name),
                "has no \"" + name + "\" where its header wants one");
        require(parser.nextToken() == JsonToken.VALUE_STRING, "has a " + name + " that is no text");
        return parser.getString();
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UnreadableEntry(otherwise, null);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }

    private static SimpleModule words() {
        var module = new SimpleModule("hms");
        word(module, Digest.class, Digest::hex, Digest::ofHex);
        word(module, PolicyId.class, PolicyId::toString, PolicyId::new);
        word(module, Version.class, Version::toString, Version::of);
        word(module, EnvironmentId.class, EnvironmentId::toString, EnvironmentId::new);
        word(module, ArtifactKey.class, ArtifactKey::toString, ArtifactKey::parse);
        word(module, Selector.class, Selector::text, t -> required(Selector.parse(t), t));
        word(module, TargetId.class, TargetId::toString, TargetId::parse);
        word(module, Scope.class, Scope::text, t -> required(Scope.of(t), t));
        word(module, StageKind.class, StageKind::text, t -> required(StageKind.of(t), t));
        word(
                module,
                RunStatus.class,
                RunStatus::text,
                t -> among(RunStatus.values(), RunStatus::text, t));
        word(
                module,
                StageOutcome.class,
                StageOutcome::text,
                t -> among(StageOutcome.values(), StageOutcome::text, t));
        word(
                module,
                TicketKind.class,
                TicketKind::text,
                t -> among(TicketKind.values(), TicketKind::text, t));
        word(
                module,
                TicketChoice.class,
                TicketChoice::text,
                t -> among(TicketChoice.values(), TicketChoice::text, t));
        word(
                module,
                TargetOutcome.class,
                TargetOutcome::text,
                t -> among(TargetOutcome.values(), TargetOutcome::text, t));
        word(
                module,
                WaitReason.class,
                WaitReason::text,
                t -> among(WaitReason.values(), WaitReason::text, t));
        word(
                module,
                CanaryVerdict.class,
                CanaryVerdict::text,
                t -> among(CanaryVerdict.values(), CanaryVerdict::text, t));
        return module;
    }

    private static <T> T among(T[] all, Function<T, String> text, String wanted) {
        return required(
                Arrays.stream(all).filter(v -> text.apply(v).equals(wanted)).findFirst(), wanted);
    }

    private static <T> T required(Optional<T> value, String text) {
        return value.orElseThrow(
                () -> new IllegalArgumentException("\"" + text + "\" is not a known word here"));
    }

    private static <T> void word(
            SimpleModule module,
            Class<T> type,
            Function<T, String> write,
            Function<String, T> read) {
        module.addSerializer(type, new WordWriter<>(type, write));
        module.addDeserializer(type, new WordReader<>(type, read));
    }

    private static final class WordWriter<T> extends StdSerializer<T> {
        private final Function<T, String> write;

        WordWriter(Class<T> type, Function<T, String> write) {
            super(type);
            this.write = write;
        }

        @Override
        public void serialize(
                T value, tools.jackson.core.JsonGenerator out, SerializationContext context) {
            out.writeString(write.apply(value));
        }
    }

    private static final class WordReader<T> extends StdDeserializer<T> {
        private final Function<String, T> read;

        WordReader(Class<T> type, Function<String, T> read) {
            super(type);
            this.read = read;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            var text = parser.getString();
            try {
                return read.apply(text);
            } catch (RuntimeException e) {
                return context.reportInputMismatch(this, "%s", e.getMessage());
            }
        }
    }
}
