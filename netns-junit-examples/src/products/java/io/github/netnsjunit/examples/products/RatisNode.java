package io.github.netnsjunit.examples.products;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.statemachine.impl.BaseStateMachine;

/** A member of a group of Apache Ratis, as a program: its name and its directory are the arguments. */
final class RatisNode {

    private static final int PORT = 6000;
    private static final RaftGroupId GROUP =
            RaftGroupId.valueOf(UUID.fromString("7d7f6a2e-0b1c-4a35-9f0e-2f1f3b1c5a01"));

    private RatisNode() {}

    public static void main(String[] arguments) throws IOException {
        RaftProperties settings = new RaftProperties();
        GrpcConfigKeys.Server.setPort(settings, PORT);
        RaftServerConfigKeys.setStorageDir(
                settings, List.of(Path.of(arguments[1]).toFile()));
        List<RaftPeer> peers = Stream.of("node1", "node2", "node3")
                .map(name -> RaftPeer.newBuilder()
                        .setId(name)
                        .setAddress(name + ":" + PORT)
                        .build())
                .toList();
        RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(arguments[0]))
                .setGroup(RaftGroup.valueOf(GROUP, peers))
                .setProperties(settings)
                .setStateMachine(new TellsWhoLeads())
                .build()
                .start();
    }

    private static final class TellsWhoLeads extends BaseStateMachine {
        @Override
        public void notifyLeaderChanged(RaftGroupMemberId member, RaftPeerId leader) {
            System.out.println("the leader is " + leader);
        }
    }
}
