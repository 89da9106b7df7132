package io.github.netnsjunit.examples.products;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A JGroups cluster of three nodes in one JVM, each in a namespace of its own. */
@ThreeNodes
class JGroupsTests {

    private static final int PORT = 7800;

    private final List<JChannel> channels = new ArrayList<>();

    // tag::nodes[]
    @Test
    void aNodeWhoseCableIsPulledIsNoMemberAnyMore(Lab lab) throws Exception {
        CountDownLatch together = new CountDownLatch(3);
        CountDownLatch split = new CountDownLatch(2);
        for (String name : List.of("node1", "node2", "node3")) {
            Receiver views = new Receiver() {
                @Override
                public void viewAccepted(View view) {
                    if (view.size() == 3) {
                        together.countDown();
                    } else if (view.size() == 2 && together.getCount() == 0) {
                        split.countDown();
                    }
                }
            };
            lab.namespace(name).run(() -> join(lab.namespace(name), views));
        }
        assertThat(together.await(60, SECONDS)).isTrue();

        lab.link("node3", "switch").left().down();

        assertThat(split.await(60, SECONDS)).isTrue();
        assertThat(channels.get(0).getView().getMembers())
                .extracting(Object::toString)
                .containsExactly("node1", "node2");
    }

    private void join(NetworkNamespace node, Receiver receiver) throws Exception {
        List<InetSocketAddress> all = new ArrayList<>();
        for (String name : List.of("node1", "node2", "node3")) {
            all.add(new InetSocketAddress(node.resolve(name), PORT));
        }
        JChannel channel = new JChannel(
                new TCP().setBindAddress(InetAddress.getLocalHost()).setBindPort(PORT),
                new TCPPING().setInitialHosts(all).setPortRange(0),
                new MERGE3(),
                new FD_ALL3().setTimeout(3_000).setInterval(500),
                new VERIFY_SUSPECT2().setTimeout(500),
                new NAKACK2(),
                new UNICAST3(),
                new STABLE(),
                new GMS().setJoinTimeout(500));
        channels.add(channel);
        channel.name(node.name()).setReceiver(receiver).connect("cluster");
    }
    // end::nodes[]

    @AfterEach
    void leave() {
        channels.forEach(JChannel::close);
    }
}
