package io.github.netnsjunit.policy;

import io.github.netnsjunit.assertj.NetnsAssertions;
import io.github.netnsjunit.lab.Addition;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.LabException;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.End;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.link.Router;
import io.github.netnsjunit.link.VethLink;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.route.StaticRoute;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Part;
import io.github.netnsjunit.topology.Topology;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What {@link MasqueradeTests} runs on its machine. Each goes on with its next step when it reads a line. */
final class MasqueradingLabs {

    private static final BufferedReader INPUT =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private static final Masquerade MASQUERADE = Masquerade.of("host");

    private MasqueradingLabs() {}

    private static Topology withoutMasquerade() {
        return Topology.of(
                Namespace.host("host"),
                Namespace.of("alice"),
                VethLink.between(
                        End.of("host", "veth_host", "10.203.0.1/24"), End.of("alice", "eth0", "10.203.0.2/24")),
                StaticRoute.defaultVia("alice", "10.203.0.1"));
    }

    private static Part[] cableOfBob() {
        return new Part[] {
            Namespace.of("bob"),
            VethLink.between(End.of("host", "veth_bob", "10.204.0.1/24"), End.of("bob", "eth0", "10.204.0.2/24")),
            StaticRoute.defaultVia("bob", "10.204.0.1")
        };
    }

    private static void await() throws IOException {
        if (INPUT.readLine() == null) {
            throw new IllegalStateException("the test has gone");
        }
    }

    private static void reach(Lab lab, String from) throws IOException {
        NetworkNamespace namespace = lab.namespace(from);
        try (Socket socket = namespace.socketFactory().createSocket("203.0.113.1", 443)) {
            socket.setSoTimeout(60_000);
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            System.out.println(from + " has read " + line);
        }
    }

    private static void isProhibited(Lab lab, String from, String address, int port) {
        NetnsAssertions.assertThat(lab.namespace(from))
                .cannotConnectTo(address, port)
                .because(Unreachable.PROHIBITED);
        System.out.println(address + " is prohibited");
    }

    static final class Cable {
        private Cable() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(withoutMasquerade().with(MASQUERADE))) {
                System.out.println("made");
                reach(lab, "alice");
                await();
            }
            System.out.println("closed");
            await();
        }
    }

    static final class Idle {
        private Idle() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(withoutMasquerade().with(MASQUERADE))) {
                System.out.println("made " + lab);
                await();
            }
        }
    }

    static final class Refused {
        private Refused() {}

        public static void main(String[] arguments) {
            try (Lab lab = Lab.create(withoutMasquerade().with(MASQUERADE.through(arguments[0])))) {
                System.out.println("made " + lab);
            } catch (LabException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    static final class Elsewhere {
        private Elsewhere() {}

        public static void main(String[] arguments) {
            try (Lab lab = Lab.create(withoutMasquerade().with(MASQUERADE.through(arguments[0])))) {
                isProhibited(lab, "alice", "203.0.113.1", 443);
            }
        }
    }

    static final class Dropped {
        private Dropped() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(withoutMasquerade().with(MASQUERADE))) {
                try {
                    NetnsAssertions.assertThat(lab.namespace("alice")).canConnectTo("203.0.113.1", 443);
                } catch (AssertionError dropped) {
                    System.out.println(dropped.getMessage());
                    System.out.println("told");
                }
                await();
                reach(lab, "alice");
                await();
            }
        }
    }

    static final class Server {
        private Server() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(withoutMasquerade().with(MASQUERADE));
                    ServerSocket server =
                            lab.namespace("alice").serverSocketFactory().createServerSocket(80)) {
                System.out.println("made " + server);
                for (String line = INPUT.readLine(); "reach".equals(line); line = INPUT.readLine()) {
                    System.out.println("reaching");
                    reach(lab, "alice");
                }
            }
        }
    }

    static final class Second {
        private Second() {}

        public static void main(String[] arguments) throws Exception {
            Topology topology =
                    Topology.of(Namespace.host("host")).with(cableOfBob()).with(MASQUERADE);
            try (Lab lab = Lab.create(topology)) {
                System.out.println("made");
                reach(lab, "bob");
                isProhibited(lab, "bob", "10.203.0.2", 80);
                await();
            }
        }
    }

    static final class Additions {
        private Additions() {}

        public static void main(String[] arguments) throws Exception {
            try (Lab lab = Lab.create(withoutMasquerade())) {
                Addition masquerade = lab.add(MASQUERADE);
                System.out.println("added");
                reach(lab, "alice");
                await();
                Addition cable = lab.add(cableOfBob());
                System.out.println("another cable");
                reach(lab, "bob");
                await();
                cable.close();
                System.out.println("cable gone");
                await();
                masquerade.close();
                System.out.println("masquerade gone");
                await();
            }
        }
    }

    static final class Office {
        private Office() {}

        public static void main(String[] arguments) throws Exception {
            Topology topology = Topology.of(
                    Namespace.host("host"),
                    Lan.of("office", "10.205.0.0/24", "alice"),
                    Router.of("gate", "office"),
                    VethLink.between(
                            End.of("host", "veth_host", "10.203.0.1/24"), End.of("gate", "eth0", "10.203.0.2/24")),
                    StaticRoute.defaultVia("gate", "10.203.0.1"),
                    StaticRoute.of("host", "10.205.0.0/24", "10.203.0.2"),
                    MASQUERADE);
            try (Lab lab = Lab.create(topology)) {
                System.out.println("made");
                reach(lab, "alice");
                await();
            }
        }
    }
}
