package io.github.netnsjunit;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Recipe;
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
                .definedBy(BASE + "probe..")
                .layer("lab")
                .definedBy(BASE + "lab..", BASE + "process..")
                .layer("kinds")
                .definedBy(BASE + "link..", BASE + "route..", BASE + "policy..", BASE + "service..")
                .layer("provision")
                .definedBy(BASE + "provision..")
                .layer("topology")
                .definedBy(BASE + "topology..")
                .layer("kernel")
                .definedBy(
                        BASE + "kernel.advertisement..",
                        BASE + "kernel.address..",
                        BASE + "kernel.bridge..",
                        BASE + "kernel.conntrack..",
                        BASE + "kernel.link..",
                        BASE + "kernel.neighbour..",
                        BASE + "kernel.nft..",
                        BASE + "kernel.route..",
                        BASE + "kernel.socket..",
                        BASE + "kernel.system..")
                .layer("netlink")
                .definedBy(BASE + "kernel.netlink..")
                .layer("libc")
                .definedBy(BASE + "kernel.libc..")
                .layer("address")
                .definedBy(BASE + "address..")
                .whereLayer("jupiter")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("assertj")
                .mayOnlyBeAccessedByLayers("jupiter")
                .whereLayer("probe")
                .mayOnlyBeAccessedByLayers("jupiter", "assertj")
                .whereLayer("lab")
                .mayOnlyBeAccessedByLayers("jupiter", "assertj", "probe")
                .whereLayer("kinds")
                .mayOnlyBeAccessedByLayers("jupiter", "lab")
                .whereLayer("provision")
                .mayOnlyBeAccessedByLayers("lab", "kinds")
                .whereLayer("topology")
                .mayOnlyBeAccessedByLayers("jupiter", "assertj", "probe", "lab", "kinds", "provision")
                .whereLayer("kernel")
                .mayOnlyBeAccessedByLayers("lab", "probe", "kinds", "provision", "topology")
                .whereLayer("netlink")
                .mayOnlyBeAccessedByLayers("lab", "probe", "provision", "topology", "kernel")
                .whereLayer("libc")
                .mayOnlyBeAccessedByLayers("lab", "probe", "kernel", "netlink", "provision", "topology")
                .ensureAllClassesAreContainedInArchitecture()
                .check(MAIN);
    }

    /** Nothing of a description, nor of what checks it, knows the kernel: but for the features that one can ask it for. */
    @Test
    void aTopologyIsDescribedAndCheckedWithoutTheKernel() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "topology..")
                .and(not(belongToAnyOf(KernelFeature.class)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(BASE + "kernel..", BASE + "provision.."))
                .check(MAIN);
    }

    /**
     * A kind of part is one place. Outside of it the annotations name it, and recipes, which say parts of other kinds, and
     * NetworkNamespace, which has a few short words for links, routes and its DNS server, and WarmUp, which needs some network.
     */
    @Test
    void aKindOfPartIsNamedInItsOwnPackageAlone() {
        for (String kinds : List.of("link", "route", "policy", "service")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(BASE + kinds + "..", BASE + "jupiter..")
                    .and(not(belongToAnyOf(NetworkNamespace.class, classNamed("lab.WarmUp"))))
                    .and(not(assignableTo(Recipe.class)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(BASE + kinds + "..")
                    .check(MAIN);
        }
        noClasses()
                .that()
                .resideInAPackage(BASE + "jupiter..")
                .and(describe("are no annotation, nor read one", each -> !isOfAnAnnotation(each)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + "link..", BASE + "route..", BASE + "policy..", BASE + "service..")
                .check(MAIN);
    }

    /** The annotation itself, its reader, and what all readers share. */
    private static boolean isOfAnAnnotation(JavaClass type) {
        return type.isAnnotation()
                || type.getEnclosingClass().filter(JavaClass::isAnnotation).isPresent()
                || type.isEquivalentTo(classNamed("jupiter.reading.Attributes"));
    }

    private static Class<?> classNamed(String name) {
        try {
            return Class.forName(BASE + name);
        } catch (ClassNotFoundException gone) {
            throw new IllegalStateException(gone);
        }
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
                                                "io\\.github\\.netnsjunit\\.(assertj\\..*|lab\\.(inside\\.NamespaceOkHttp(\\$.*)?|NetworkNamespace))")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("okhttp3..", "okio.."))
                .check(MAIN);
    }

    @Test
    void dnsjavaIsNamedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + "service.dns..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.xbill..")
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
