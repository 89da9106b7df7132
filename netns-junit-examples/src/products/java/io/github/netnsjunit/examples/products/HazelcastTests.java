package io.github.netnsjunit.examples.products;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Hazelcast cluster of three nodes in one JVM, each in a namespace of its own. */
@ThreeNodes
class HazelcastTests {

    private final List<HazelcastInstance> members = new ArrayList<>();
    private final CountDownLatch othersSawNode3Leave = new CountDownLatch(2);

    // tag::start[]
    @BeforeEach
    void startCluster(Lab lab) throws Exception {
        for (String name : List.of("node1", "node2", "node3")) {
            NetworkNamespace node = lab.namespace(name);
            members.add(node.call(() -> Hazelcast.newHazelcastInstance(config(name))));
        }
    }

    private Config config(String name) {
        Config config = new Config()
                .setInstanceName(name)
                .setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
                .addListenerConfig(new ListenerConfig(new Departures(name)));
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setMembers(List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
        return config;
    }

    @AfterEach
    void stopCluster() {
        members.forEach(member -> member.getLifecycleService().terminate());
    }

    @Test
    void threeNodesAreOneCluster() {
        assertThat(members)
                .allSatisfy(member -> assertThat(member.getCluster().getMembers())
                        .extracting(each -> each.getAddress().getHost())
                        .containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.3"));

        members.get(0).getMap("colours").put("sky", "blue");
        assertThat(members.get(2).getMap("colours").get("sky")).isEqualTo("blue");
    }

    @Test
    void aNodeWhoseCableIsPulledLeavesTheCluster(Lab lab) throws Exception {
        lab.link("node3", "switch").left().down();

        assertThat(othersSawNode3Leave.await(60, SECONDS)).isTrue();
        assertThat(members.get(0).getCluster().getMembers()).hasSize(2);
    }
    // end::start[]

    /** Counts the nodes that see node3 leave. */
    private final class Departures extends MembershipAdapter {
        private final String observer;

        Departures(String observer) {
            this.observer = observer;
        }

        @Override
        public void memberRemoved(MembershipEvent event) {
            if (!observer.equals("node3")
                    && event.getMember().getAddress().getHost().equals("10.0.0.3")) {
                othersSawNode3Leave.countDown();
            }
        }
    }
}
