package hms.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// What the modules may know of each other and of the world. Maven holds the direction between
/// modules; what is finer than a module is held here.
final class ArchitectureTest {
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("hms");

    /// What `java.io` has that touches nothing outside of the process.
    private static final Set<String> HARMLESS =
            Set.of(
                    ByteArrayOutputStream.class.getName(),
                    java.io.InputStream.class.getName(),
                    IOException.class.getName(),
                    UncheckedIOException.class.getName(),
                    java.io.Serializable.class.getName());

    private static final Set<String> RANDOM_OR_THREADED =
            Set.of(
                    Thread.class.getName(),
                    ThreadLocal.class.getName(),
                    Process.class.getName(),
                    ProcessBuilder.class.getName(),
                    ProcessHandle.class.getName(),
                    Runtime.class.getName(),
                    Random.class.getName(),
                    java.util.Timer.class.getName(),
                    SecureRandom.class.getName());

    /// Methods that ask the machine what time it is, for chance, or for its settings.
    private static final Map<String, Set<String>> ASKING =
            Map.of(
                    System.class.getName(),
                    Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "exit"),
                    UUID.class.getName(),
                    Set.of("randomUUID"),
                    Math.class.getName(),
                    Set.of("random"),
                    java.util.Collections.class.getName(),
                    Set.of("shuffle"),
                    java.time.ZoneId.class.getName(),
                    Set.of("systemDefault"));

    @Test
    void all_modules_are_looked_at() {
        var modules =
                PRODUCT.stream()
                        .map(type -> type.getPackageName().split("\\.", 3)[1])
                        .distinct()
                        .toList();

        assertThat(modules)
                .contains("trust", "artifact", "decisions", "checks", "core", "ledger", "runs")
                .contains("connectors", "audit", "server", "client", "minicluster", "cli", "app");
    }

    @Test
    void core_has_no_clock_file_socket_thread_or_chance() {
        pure("hms.core..").check(PRODUCT);
    }

    @Test
    void what_is_not_pure_is_noticed() {
        var samples = new ClassFileImporter().importClasses(Impure.class);

        var noticed = pure("hms.e2e..").evaluate(samples).getFailureReport().getDetails();

        for (var method : Impure.class.getDeclaredMethods()) {
            if (!method.isSynthetic()) {
                assertThat(noticed)
                        .as(method.getName())
                        .anyMatch(line -> line.contains("." + method.getName() + "("));
            }
        }
    }

    @Test
    void trust_needs_nothing_but_the_platform() {
        classes()
                .that()
                .resideInAPackage("hms.trust..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("hms.trust..", "java..", "javax.crypto..", "org.jspecify..")
                .check(PRODUCT);
    }

    @Test
    void connectors_know_nothing_of_each_other_but_the_guarded_http() {
        slices().matching("hms.connectors.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.alwaysTrue(),
                        resideInAnyPackage("hms.connectors.guarded.."))
                .check(PRODUCT);
    }

    @Test
    void only_the_launcher_knows_the_connectors() {
        noClasses()
                .that()
                .resideOutsideOfPackages("hms.app..", "hms.connectors..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("hms.connectors..")
                .check(PRODUCT);
    }

    @Test
    void modules_do_not_depend_on_each_other_in_circles() {
        slices().matching("hms.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void packages_do_not_depend_on_each_other_in_circles() {
        slices().assignedFrom(new Circles()).should().beFreeOfCycles().check(PRODUCT);
    }

    /// Each package by itself, but for those that only make sense together: events and the state
    /// that they fold into share their words; driver, steps and intake share a run's library.
    private static final class Circles implements SliceAssignment {
        private static final List<Set<String>> TOGETHER =
                List.of(
                        Set.of("hms.core.event", "hms.core.state"),
                        Set.of("hms.runs", "hms.runs.step", "hms.runs.intake"));

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            return SliceIdentifier.of(
                    TOGETHER.stream()
                            .filter(together -> together.contains(name))
                            .findFirst()
                            .map(together -> String.join(" + ", new TreeSet<>(together)))
                            .orElse(name));
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    private static ArchRule pure(String packages) {
        return CompositeArchRule.of(
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .dependOnClassesThat(outside()))
                .and(
                        noClasses()
                                .that()
                                .resideInAPackage(packages)
                                .should()
                                .accessTargetWhere(asks()));
    }

    private static DescribedPredicate<JavaClass> outside() {
        var harmless =
                describe(
                        "harmless",
                        (JavaClass type) ->
                                HARMLESS.contains(type.getBaseComponentType().getName()));
        var named =
                describe(
                        "threads, processes or chance",
                        (JavaClass type) ->
                                RANDOM_OR_THREADED.contains(type.getBaseComponentType().getName()));
        return resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..",
                        "java.sql..",
                        "java.util.concurrent..",
                        "java.util.random..",
                        "javax.net..")
                .and(not(harmless))
                .or(named)
                .as("touch files, sockets, databases, threads or chance");
    }

    private static DescribedPredicate<JavaAccess<?>> asks() {
        return describe(
                "the machine is asked for the time, for chance, or for its settings",
                access -> {
                    var owner = access.getTarget().getOwner().getName();
                    var name = access.getTarget().getName();
                    return ASKING.getOrDefault(owner, Set.of()).contains(name)
                            || (owner.startsWith("java.time.")
                                    && (name.equals("now")
                                            || name.startsWith("system")
                                            || name.startsWith("tick")))
                            || name.equals("parallelStream");
                });
    }

    /// One method for each thing that a pure package may not do.
    @SuppressWarnings("unused")
    private static final class Impure {
        Instant now() {
            return Instant.now();
        }

        Supplier<Instant> byReference() {
            return Instant::now;
        }

        java.time.Clock clock() {
            return java.time.Clock.systemUTC();
        }

        long millis() {
            return System.currentTimeMillis();
        }

        UUID uuid() {
            return UUID.randomUUID();
        }

        boolean file(Path path) {
            return Files.exists(path);
        }

        Random random() {
            return new Random(1);
        }

        Thread thread() {
            return Thread.currentThread();
        }

        Map<String, String> concurrent() {
            return new ConcurrentHashMap<>();
        }

        java.net.URI address() {
            return java.net.URI.create("http://localhost");
        }

        long parallel(List<String> list) {
            return list.parallelStream().count();
        }
    }
}
