package hms.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnerLockTest {
    @TempDir private Path parent;
    private DataFolder folder;

    @BeforeEach
    void make_a_folder() {
        folder = DataFolder.open(parent.resolve("data"));
    }

    @Test
    void a_folder_has_one_owner_who_is_named_to_others() {
        try (var lock = ours(folder.own("hms up, process 1"))) {
            assertThat(folder.own("hms deploy")).isEqualTo(theirs("hms up, process 1"));
            var sameFolder = DataFolder.open(parent.resolve("data/../data"));
            assertThat(sameFolder.own("hms deploy")).isEqualTo(theirs("hms up, process 1"));
            assertThat(lock).isNotNull();
        }
        ours(folder.own("hms deploy")).close();
    }

    @Test
    void giving_up_twice_does_not_take_it_from_the_next_owner() {
        var first = ours(folder.own("first"));
        first.close();
        try (var second = ours(folder.own("second"))) {
            first.close();

            assertThat(folder.own("third")).isEqualTo(theirs("second"));
            assertThat(second).isNotNull();
        }
    }

    @Test
    void another_process_is_kept_out_also_after_this_one_has_asked_again() throws Exception {
        try (var lock = ours(folder.own("the test"))) {
            assertThat(folder.own("again")).isInstanceOf(Ownership.Theirs.class);

            try (var other = OtherProcess.start(Asker.class, folder.path())) {
                assertThat(other.line()).isEqualTo("theirs: the test");
            }
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void a_killed_owner_owns_nothing() throws Exception {
        try (var other = OtherProcess.start(Asker.class, folder.path())) {
            assertThat(other.line()).isEqualTo("ours");
            assertThat(folder.own("the test")).isEqualTo(theirs("the other process"));

            other.kill();

            ours(folder.own("the test")).close();
        }
    }

    @Test
    void an_owner_without_a_description_is_another_process() throws Exception {
        try (var lock = ours(folder.own("the test"))) {
            Files.delete(folder.path().resolve("owner"));

            assertThat(folder.own("again")).isEqualTo(theirs("another process"));
            assertThat(lock).isNotNull();
        }
    }

    private static OwnerLock ours(Ownership ownership) {
        assertThat(ownership).isInstanceOf(Ownership.Ours.class);
        return ((Ownership.Ours) ownership).lock();
    }

    private static Ownership theirs(String description) {
        return new Ownership.Theirs(new Owner(description));
    }

    /// Asks for a folder, says what it got, and keeps it until it is killed.
    static final class Asker {
        private Asker() {}

        public static void main(String[] args) throws Exception {
            var answer =
                    switch (DataFolder.open(Path.of(args[0])).own("the other process")) {
                        case Ownership.Ours _ -> "ours";
                        case Ownership.Theirs(Owner owner) -> "theirs: " + owner;
                    };
            System.out.writeBytes((answer + "\n").getBytes(UTF_8));
            System.out.flush();
            Thread.currentThread().join();
        }
    }
}
