package io.github.netnsjunit.lab;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house of the project: floors, each of which knows only those below. */
class ArchitectureTests {

    private static final String BASE = "io.github.netnsjunit.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.netnsjunit");

    @Test
    void eachFloorKnowsThoseBelowAlone() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("jupiter")
                .definedBy(BASE + "jupiter..")
                .layer("assertj")
                .definedBy(BASE + "assertj..")
                .layer("probe")
                .definedBy(BASE + "probe..", BASE + "fault..", BASE + "capture..", BASE + "diagnosis..")
                .layer("lab")
                .definedBy(BASE + "lab..")
                .layer("kernel")
                .definedBy(BASE + "kernel")
                .layer("libc")
                .definedBy(BASE + "kernel.libc..")
                .whereLayer("jupiter")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("assertj")
                .mayOnlyBeAccessedByLayers("jupiter")
                .whereLayer("probe")
                .mayOnlyBeAccessedByLayers("jupiter", "assertj")
                .whereLayer("lab")
                .mayOnlyBeAccessedByLayers("jupiter", "assertj", "probe")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("lab", "probe")
                .whereLayer("libc")
                .mayOnlyBeAccessedByLayers("lab", "probe", "kernel")
                .check(MAIN);
    }

    /** Nothing of a description, nor of what checks it, knows the kernel, not even through another class. */
    @Test
    void aTopologyIsDescribedAndCheckedWithoutTheKernel() {
        noClasses()
                .that()
                .belongToAnyOf(Topology.class, TopologyCheck.class, TopologyException.class)
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAPackage(BASE + "kernel..")
                .check(MAIN);
    }

    @Test
    void jnrIsNamedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "kernel.libc..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jnr..", "com.kenai..")
                .check(MAIN);
    }

    @Test
    void okHttpIsNamedWhereItIsOfferedAlone() {
        noClasses()
                .that(
                        describe(
                                "neither offer OkHttp nor assert with it",
                                each -> !each.getName()
                                        .matches(
                                                "io\\.github\\.netnsjunit\\.(assertj\\..*|lab\\.(NamespaceOkHttp(\\$.*)?|NetworkNamespace))")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("okhttp3..", "okio.."))
                .check(MAIN);
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(MAIN);
    }

    /** {@code /proc/self} is the process leader, not the calling thread; {@code /proc/net} is a link into it. */
    @Test
    void theProcessLeadersNetworkIsNotTakenForTheThreads() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            List<String> named = sources.filter(Files::isRegularFile)
                    .flatMap(ArchitectureTests::lines)
                    .filter(line -> line.matches(".*\"/proc/(self/)?net.*"))
                    .toList();
            assertThat(named).isEmpty();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream().map(line -> file + ": " + line);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
