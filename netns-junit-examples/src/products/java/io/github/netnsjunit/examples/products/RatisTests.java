package io.github.netnsjunit.examples.products;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.process.NamespaceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        nodes.values().forEach(node -> node.awaitOutput("the leader is node[123]", PATIENCE));
        String leader = lastLeader(nodes.get("node1").output());

        lab.link(leader, "switch").left().down();

        nodes.remove(leader);
        String others = String.join("|", nodes.keySet());
        nodes.values()
                .forEach(node ->
                        node.awaitOutput("the leader is " + leader + ".*the leader is (" + others + ")", PATIENCE));
    }
    // end::group[]

    private static String lastLeader(String output) {
        Matcher told = Pattern.compile("the leader is (node[123])").matcher(output);
        String leader = null;
        while (told.find()) {
            leader = told.group(1);
        }
        assertThat(leader).isNotNull();
        return leader;
    }
}
