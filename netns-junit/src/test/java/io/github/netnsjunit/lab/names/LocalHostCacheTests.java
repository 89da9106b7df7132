package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Java's cache of the local host, where Java was made without the module that lets netns-junit empty it. */
class LocalHostCacheTests {

    private static final String[] WITHOUT_THE_MODULE = {"--limit-modules", "java.base,java.logging,java.net.http"};
    private static final String OPENS = "--add-opens=java.base/java.net=ALL-UNNAMED";
    private static final String WARNING = "netns-junit cannot empty that cache";

    @Test
    void itIsToldOnceWithTheReasonAndTheRemedy() throws Exception {
        assertThat(ChildJvm.of(LocalHosts.class).with(WITHOUT_THE_MODULE).output())
                .containsOnlyOnce(WARNING)
                .contains("this Java has no module jdk.unsupported")
                .contains("--add-opens java.base/java.net=ALL-UNNAMED")
                .doesNotContain("Exception")
                .contains("red: red/", "blue: ");
    }

    @Test
    void theRemedyHelps() throws Exception {
        assertThat(ChildJvm.of(LocalHosts.class)
                        .with(WITHOUT_THE_MODULE)
                        .with(OPENS)
                        .output())
                .doesNotContain(WARNING)
                .contains("red: red/", "blue: blue/");
    }

    static final class LocalHosts {

        private LocalHosts() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(Topology.of(Namespace.of("red"), Namespace.of("blue")))) {
                for (NetworkNamespace namespace : lab.namespaces()) {
                    System.out.println(namespace.name() + ": " + namespace.call(InetAddress::getLocalHost));
                }
            }
        }
    }
}
