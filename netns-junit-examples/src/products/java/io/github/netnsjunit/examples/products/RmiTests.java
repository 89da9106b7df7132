package io.github.netnsjunit.examples.products;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.process.NamespaceProcess;
import java.rmi.Remote;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** RMI keeps sockets and its host's address for the whole JVM: so each node is a process of its own. */
@ThreeNodes
class RmiTests {

    @NetNamespace("node1")
    private NetworkNamespace node1;

    @NetNamespace("node2")
    private NetworkNamespace node2;

    // tag::rmi[]
    interface Greeter extends Remote {
        String greet(String name) throws RemoteException;
    }

    static final class Server implements Greeter {

        private static final Server KEPT = new Server(); // RMI's registry holds it only weakly

        public static void main(String[] arguments) throws Exception {
            Registry registry = LocateRegistry.createRegistry(Registry.REGISTRY_PORT);
            registry.rebind("greeter", UnicastRemoteObject.exportObject(KEPT, 0));
            System.out.println("ready");
        }

        @Override
        public String greet(String name) {
            return "hello, " + name;
        }
    }

    static final class Client {
        public static void main(String[] arguments) throws Exception {
            Greeter greeter = (Greeter) LocateRegistry.getRegistry(arguments[0]).lookup("greeter");
            System.out.println(greeter);
            System.out.println(greeter.greet("node2"));
        }
    }

    @Test
    void aStubLeadsToTheNodeThatExportedIt() {
        node1.startJava(Server.class).awaitOutput("ready");

        NamespaceProcess client = node2.startJava(Client.class, "node1");

        assertThat(client.awaitExit()).isZero();
        assertThat(client).hasOutputContaining("endpoint:[10.0.0.1:").hasOutputContaining("hello, node2");
    }
    // end::rmi[]

    @Test
    void aCallFailsWhenTheServersCableIsPulled(Lab lab) {
        node1.startJava(Server.class).awaitOutput("ready");
        lab.link("node1", "switch").left().down();

        NamespaceProcess client = node2.startJava(Client.class, "node1");

        assertThat(client.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(client).hasOutputContaining("java.rmi.ConnectIOException").hasOutputContaining("No route to host");
    }
}
