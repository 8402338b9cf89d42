package hms.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import hms.core.decide.Refusal;
import hms.ledger.CommitFailed;
import hms.ledger.CommitUnknown;
import hms.ledger.LedgerUnreadable;
import hms.runs.content.ErasedContent;
import hms.server.view.Json;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ProblemsTest {

    private static final Logger LOG = Logger.getLogger("hms.server.http");

    @BeforeEach
    void silence() {
        LOG.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        LOG.setLevel(null);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(failed(CommitFailed.Reason.DISK_FULL), 507, "disk-full"),
                Arguments.of(failed(CommitFailed.Reason.BUSY), 503, "not-written"),
                Arguments.of(failed(CommitFailed.Reason.CLOSED), 503, "not-written"),
                Arguments.of(failed(CommitFailed.Reason.STORAGE), 503, "not-written"),
                Arguments.of(new CommitUnknown("secret", null), 503, "not-written"),
                Arguments.of(new LedgerUnreadable("secret", null), 503, "ledger-unreadable"),
                Arguments.of(new ErasedContent("the content a1…b2 was erased"), 410, "erased"),
                Arguments.of(new NullPointerException("secret"), 500, "internal"),
                Arguments.of(new StackOverflowError("secret"), 500, "internal"),
                Arguments.of(
                        new CompletionException(failed(CommitFailed.Reason.DISK_FULL)),
                        507,
                        "disk-full"));
    }

    private static CommitFailed failed(CommitFailed.Reason reason) {
        return new CommitFailed(reason, "secret", null);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void fault_has_a_status_and_tells_nothing_of_itself(Throwable fault, int status, String code) {
        var problem = Problems.of(fault);

        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(Json.text(problem.document())).doesNotContain("secret", "Exception", "Error");
        if (status == 503) {
            assertThat(problem.headers()).noneMatch(header -> header.value().isEmpty());
        }
    }

    @Test
    void unexpected_fault_has_a_number_by_which_the_log_knows_it() {
        assertThat(Problems.of(new IllegalStateException("secret")).detail())
                .containsPattern("incident [0-9a-f]{8}");
    }

    @ParameterizedTest
    @EnumSource(Refusal.Category.class)
    void refusal_of_each_category_has_a_status(Refusal.Category category) {
        var problem = Problems.of(new Refusal(category, "a-code", "Not so.", "Do otherwise."));

        int status =
                switch (category) {
                    case INCORRECT -> 422;
                    case CONFLICT -> 409;
                    case NOT_FOUND -> 404;
                    case FORBIDDEN -> 403;
                    case BUSY, UNAVAILABLE -> 503;
                };
        assertThat(problem.status()).isEqualTo(status);
        assertThat(problem.headers().stream().map(Header::name))
                .isEqualTo(status == 503 ? java.util.List.of("Retry-After") : java.util.List.of());
        assertThat(Json.text(problem.document()))
                .isEqualTo(
                        "{\"type\":\"https://hms-svc.org/problems/a-code\",\"title\":\"A code\",\"status\":"
                                + status
                                + ",\"detail\":\"Not so.\",\"code\":\"a-code\",\"remedy\":\"Do otherwise.\"}");
    }
}
