package io.github.netnsjunit.examples.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.process.NamespaceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group of Apache Ratis. It uses gRPC, whose event loops all servers and clients of a JVM share: so each node is a JVM of its own. */
@ThreeNodes
class RatisTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    // tag::group[]
    private final Map<String, NamespaceProcess> nodes = new TreeMap<>();

    @BeforeEach
    void startGroup(Lab lab, @TempDir Path directory) {
        for (String name : new String[] {"node1", "node2", "node3"}) {
            String storage = directory.resolve(name).toString();
            nodes.put(name, lab.namespace(name).startJava(RatisNode.class, name, storage));
        }
    }

    @Test
    void theOtherNodesElectAnotherLeaderWhenItsCableIsPulled(Lab lab) {
        await("a leader that all agree on")
                .atMost(PATIENCE)
                .until(() -> leaders().size() == 1 && !leaders().contains("none"));
        String leader = leaders().iterator().next();

        lab.link(leader, "switch").left().down();

        nodes.remove(leader);
        await("another leader")
                .atMost(PATIENCE)
                .until(() -> leaders().size() == 1 && !leaders().contains(leader));
        assertThat(nodes).containsKeys(leaders().toArray(String[]::new));
    }

    /** The leaders that the nodes told last. */
    private Set<String> leaders() {
        return nodes.values().stream().map(node -> lastLeader(node.output())).collect(Collectors.toSet());
    }
    // end::group[]

    private static String lastLeader(String output) {
        return Pattern.compile("the leader is (node[123])")
                .matcher(output)
                .results()
                .map(told -> told.group(1))
                .reduce("none", (earlier, later) -> later);
    }
}
