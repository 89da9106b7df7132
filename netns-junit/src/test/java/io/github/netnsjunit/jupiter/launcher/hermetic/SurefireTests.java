package io.github.netnsjunit.jupiter.launcher.hermetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.ExecResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A build of Maven whose tests run with {@code netns.junit.jvm=hermetic}. Maven itself runs on a machine that is a namespace of the test. */
@NetNamespace("machine")
@NetNamespace("internet")
@VethPair(
        left = @VethEnd(namespace = "machine", name = "eth0", address = "10.0.0.1/24"),
        right = @VethEnd(namespace = "internet", name = "eth0", address = "10.0.0.2/24"))
class SurefireTests {

    private static final String HERMETIC = "-Dnetns.junit.jvm=hermetic";

    /** The default. */
    private static final String PIPES = "LegacyForkNodeFactory";

    @NetNamespace("machine")
    private NetworkNamespace machine;

    private ExecResult run(List<String> command) {
        return machine.process(command.toArray(String[]::new)).exec(Duration.ofMinutes(2));
    }

    /** Surefire talks with the tests' JVM by pipes or, if it is told so, by a TCP connection, which is older than the session. */
    @ParameterizedTest
    @ValueSource(strings = {PIPES, "SurefireForkNodeFactory"})
    void surefiresSuiteStaysInside(String channel, @TempDir Path directory) throws Exception {
        String before = HermeticJvmTests.counters(machine);
        ExecResult ended = run(maven(directory, pom(channel, WholeSuiteTestCases.class, HERMETIC)));
        assertThat(ended.exitCode()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("Tests run: 12, Failures: 0, Errors: 0");
        if (channel.equals(PIPES)) {
            assertThat(HermeticJvmTests.counters(machine)).isEqualTo(before);
        }
    }

    /** It closes the session when all tests have ended. */
    @Test
    void surefireFailsIfNoSingleTestCanFailForWhatItSent(@TempDir Path directory) throws Exception {
        ExecResult ended = run(maven(
                directory,
                pom(PIPES, EgressTests.DatagramInParallelTestCases.class, HERMETIC + " -Dnetns.junit.egress=fail")));
        assertThat(ended.exitCode()).as(ended.output()).isNotZero();
        assertThat(ended.output())
                .contains("Tests run: 2, Failures: 0, Errors: 0", "BUILD FAILURE")
                .contains("Something was sent towards the outside, and no single test could fail for it:")
                .contains("    - UDP to 10.0.0.2:5000");
    }

    /** The command that runs a project's tests. */
    private static List<String> maven(Path directory, String pom) throws Exception {
        Path maven = Path.of("..", "mvnw").toAbsolutePath().normalize();
        assumeTrue(Files.isExecutable(maven) && startsHere(maven), maven + " does not start");
        Path file = Files.writeString(directory.resolve("pom.xml"), pom);
        return List.of(
                maven.toString(),
                "--offline",
                "--batch-mode",
                "--file",
                file.toString(),
                "-Dmaven.repo.local=" + HermeticJvmTests.repository(),
                "surefire:test");
    }

    /** In the machine's network, since it may have to fetch Maven first. */
    private static boolean startsHere(Path maven) throws Exception {
        return new ProcessBuilder(maven.toString(), "--version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** A project without anything of its own, which runs the test cases. */
    private static String pom(String channel, Class<?> testCases, String options) {
        return """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>acme</groupId>
                  <artifactId>acme</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>org.junit.jupiter</groupId>
                      <artifactId>junit-jupiter-engine</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                  <build>
                    <plugins>
                      <plugin>
                        <groupId>org.apache.maven.plugins</groupId>
                        <artifactId>maven-surefire-plugin</artifactId>
                        <version>3.6.1</version>
                        <configuration>
                          <useModulePath>false</useModulePath>
                          <testClassesDirectory>%s</testClassesDirectory>
                          <additionalClasspathElements>%s</additionalClasspathElements>
                          <test>%s</test>
                          <argLine>%s --enable-native-access=ALL-UNNAMED</argLine>
                          <forkNode implementation="org.apache.maven.plugin.surefire.extensions.%s"/>
                          <properties>
                            <configurationParameters>junit.jupiter.execution.parallel.enabled = true</configurationParameters>
                          </properties>
                        </configuration>
                      </plugin>
                    </plugins>
                  </build>
                </project>
                """.formatted(
                        HermeticJvmTests.versionOfJUnit().replaceFirst("^1\\.", "5."),
                        Arrays.stream(HermeticJvmTests.classPath())
                                .filter(entry -> entry.endsWith("test-classes"))
                                .findFirst()
                                .orElseThrow(),
                        String.join(",", HermeticJvmTests.classPath()),
                        testCases.getName().replaceFirst(".*\\.", ""),
                        options,
                        channel);
    }
}
