package io.github.netnsjunit.examples.products;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.github.netnsjunit.jupiter.Lan;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.PING;
import org.jgroups.protocols.UDP;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.Util;
import org.junit.jupiter.api.Test;

/** Nodes that know nothing of one another find each other on their LAN by multicast, and not those of another LAN. */
@Lan(
        name = "office",
        subnet = "10.1.0.0/24",
        hosts = {"alice", "bob"})
@Lan(name = "lab", subnet = "10.2.0.0/24", hosts = "carol")
class MulticastDiscoveryTests {

    private static final List<String> HOSTS = List.of("carol", "alice", "bob");

    @Test
    void nodesOfJGroupsFindThoseOfTheirLan(Lab lab) throws Exception {
        CountDownLatch together = new CountDownLatch(2);
        List<JChannel> channels = new ArrayList<>();
        try {
            for (String name : HOSTS) {
                lab.namespace(name).run(() -> {
                    Util.resetCacheAddresses(true, true); // else these are the first namespace's
                    JChannel channel = new JChannel(
                            new UDP().setBindAddress(InetAddress.getLocalHost()),
                            new PING(),
                            new NAKACK2(),
                            new UNICAST3(),
                            new STABLE(),
                            new GMS().setJoinTimeout(5_000));
                    channels.add(channel);
                    channel.name(name).setReceiver(new Receiver() {
                        @Override
                        public void viewAccepted(View view) {
                            if (view.size() == 2) {
                                together.countDown();
                            }
                        }
                    });
                    channel.connect("cluster");
                });
            }
            assertThat(together.await(60, SECONDS)).isTrue();
            assertThat(channels)
                    .extracting(channel -> channel.getView().getMembers().toString())
                    .containsExactly("[carol]", "[alice, bob]", "[alice, bob]");
        } finally {
            for (JChannel channel : channels) {
                lab.namespace(channel.getName()).run(channel::close); // it sends itself a packet to end its receiver
            }
        }
    }

    @Test
    void membersOfHazelcastFindThoseOfTheirLan(Lab lab) throws Exception {
        List<HazelcastInstance> members = new ArrayList<>();
        try {
            for (String name : HOSTS) {
                NetworkNamespace host = lab.namespace(name);
                members.add(host.call(() -> Hazelcast.newHazelcastInstance(config(name))));
            }
            assertThat(members)
                    .extracting(member -> member.getCluster().getMembers().size())
                    .containsExactly(1, 2, 2);
        } finally {
            members.forEach(member -> member.getLifecycleService().terminate());
        }
    }

    private static Config config(String name) {
        Config config = new Config().setInstanceName(name);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(true).setMulticastTimeoutSeconds(5);
        return config;
    }
}
