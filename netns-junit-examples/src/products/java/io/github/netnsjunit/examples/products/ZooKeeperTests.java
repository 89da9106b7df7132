package io.github.netnsjunit.examples.products;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.process.NamespaceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ZooKeeper ensemble. What a product keeps in static fields, such as thread pools, one JVM has once for all its nodes: so each node is
 * a JVM of its own.
 */
@ThreeNodes
class ZooKeeperTests {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, NamespaceProcess> nodes = new LinkedHashMap<>();

    // tag::ensemble[]
    @BeforeEach
    void startEnsemble(Lab lab, @TempDir Path directory) throws IOException {
        for (int id = 1; id <= 3; id++) {
            Path data = Files.createDirectory(directory.resolve("node" + id));
            Files.writeString(data.resolve("myid"), Integer.toString(id));
            Path settings = Files.writeString(data.resolve("zoo.cfg"), """
                    tickTime=500
                    initLimit=10
                    syncLimit=4
                    dataDir=%s
                    clientPort=2181
                    admin.enableServer=false
                    server.1=node1:2888:3888
                    server.2=node2:2888:3888
                    server.3=node3:2888:3888
                    """.formatted(data));
            nodes.put("node" + id, lab.namespace("node" + id).startJava(QuorumPeerMain.class, settings.toString()));
        }
    }

    @Test
    void anotherNodeLeadsWhenTheCableOfTheLeaderIsPulled(Lab lab) throws Exception {
        // the third to start finds a quorum of the other two, or is one of the two that make it
        nodes.values().forEach(node -> node.awaitOutput("(LEADING|FOLLOWING) - LEADER ELECTION TOOK", PATIENCE));
        String leader = nodes.entrySet().stream()
                .filter(node -> node.getValue().output().contains("LEADING - LEADER ELECTION TOOK"))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();

        lab.link(leader, "switch").left().down();

        nodes.get(leader).awaitOutput("Shutdown called.*quorum", PATIENCE);
        String writer = leader.equals("node1") ? "node2" : "node1";
        lab.namespace(writer).run(() -> writeAndRead("node1:2181,node2:2181,node3:2181"));
    }
    // end::ensemble[]

    /** Writes and reads by way of any node that serves; which a node does only as a part of a quorum. */
    private static void writeAndRead(String servers) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper client = new ZooKeeper(servers, 20_000, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        })) {
            assertThat(connected.await(60, SECONDS)).isTrue();
            client.create("/sky", "blue".getBytes(UTF_8), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            assertThat(client.getData("/sky", false, null)).isEqualTo("blue".getBytes(UTF_8));
        }
    }
}
