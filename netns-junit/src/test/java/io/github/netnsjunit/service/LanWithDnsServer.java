package io.github.netnsjunit.service;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.topology.Topology;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A LAN of three hosts, one of which may become a name server. */
@Timeout(60)
abstract class LanWithDnsServer {

    static final String WWW = "www.example.test. 60 IN A 203.0.113.1";

    static final Lan OFFICE = Lan.of("office", "10.1.0.0/24", "alice", "bob", "server");

    Lab lab = Lab.create(Topology.of(OFFICE));

    @AfterEach
    void closeTheLab() {
        lab.close();
    }

    /** Makes the lab anew, with a name server, and returns the namespace of a host that asks it. */
    NetworkNamespace lab(DnsServer server) {
        lab.close();
        lab = Lab.create(Topology.of(OFFICE, server));
        return lab.namespace("alice");
    }

    RunningDnsServer dns() {
        return lab.namespace("server").dns();
    }

    static List<String> lookUp(NetworkNamespace where, String name) throws Exception {
        return where.call(() -> Stream.of(InetAddress.getAllByName(name))
                .map(InetAddress::getHostAddress)
                .toList());
    }

    /** Sends a query over UDP, and returns the answer. */
    static Message ask(NetworkNamespace where, String name, int type) throws Exception {
        return where.call(() -> {
            try (DatagramSocket socket = new DatagramSocket()) {
                byte[] query = query(name, type).toWire();
                socket.setSoTimeout(10_000);
                socket.send(new DatagramPacket(query, query.length, InetAddress.getAllByName("server")[0], 53));
                DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
                socket.receive(answer);
                return new Message(Arrays.copyOf(answer.getData(), answer.getLength()));
            }
        });
    }

    static Message query(String name, int type) throws Exception {
        return Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, 1));
    }

    static List<String> answers(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(record -> record.toString().replaceAll("\\s+", " "))
                .toList();
    }
}
