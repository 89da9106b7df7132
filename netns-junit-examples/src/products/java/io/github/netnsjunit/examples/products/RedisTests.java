package io.github.netnsjunit.examples.products;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.examples.Programs;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis, a primary and a replica, as programs in two namespaces: the one is ready when it listens, the other when it says so. */
@ThreeNodes
class RedisTests {

    // tag::redis[]
    private NamespaceProcess replica;

    @BeforeEach
    void start(
            @NetNamespace("node1") NetworkNamespace node1,
            @NetNamespace("node2") NetworkNamespace node2,
            @TempDir Path directory)
            throws Exception {
        Programs.need("redis-server", "redis-cli");
        String common = "protected-mode no\nsave \"\"\nrepl-timeout 5\nrepl-ping-replica-period 1\n";
        Path one = Files.writeString(directory.resolve("one.conf"), common);
        Path two = Files.writeString(directory.resolve("two.conf"), common + "replicaof node1 6379\n");

        node1.process("redis-server", one.toString())
                .directory(directory)
                .start()
                .awaitListening(6379);
        replica = node2.process("redis-server", two.toString())
                .directory(directory)
                .start();
        replica.awaitOutput("MASTER <-> REPLICA sync: Finished with success", Duration.ofMinutes(1));
    }

    @Test
    void theReplicaHasWhatWasWrittenToThePrimary(
            @NetNamespace("node2") NetworkNamespace node2, @NetNamespace("node3") NetworkNamespace client) {
        assertThat(client.exec("redis-cli", "-h", "node1", "set", "sky", "blue").output())
                .isEqualTo("OK\n");
        assertThat(client.exec("redis-cli", "-h", "node1", "wait", "1", "5000").output())
                .isEqualTo("1\n");
        assertThat(node2.exec("redis-cli", "get", "sky").output()).isEqualTo("blue\n");
    }

    @Test
    void theReplicaNoticesThatTheCableIsPulled(Lab lab, @NetNamespace("node2") NetworkNamespace node2) {
        lab.link("node1", "switch").left().down();

        replica.awaitOutput("MASTER timeout|Connection with master lost", Duration.ofMinutes(1));
        assertThat(node2.exec("redis-cli", "info", "replication").output()).contains("master_link_status:down");
    }
    // end::redis[]
}
