package io.github.netnsjunit.lab.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.link.Lan;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.Namespace;
import io.github.netnsjunit.topology.Topology;
import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other names that a test gives to hosts of a live lab. */
@Timeout(30)
class AliasTests {

    private final Lab lab =
            Lab.create(Topology.of(Lan.of("office", "10.1.0.0/24", "alice", "db1", "db2"), Namespace.of("lonely")));

    @AfterEach
    void close() {
        lab.close();
    }

    private String lookUp(String namespace, String name) throws Exception {
        return lab.namespace(namespace).call(() -> InetAddress.getByName(name).getHostAddress());
    }

    @Tag("kernel")
    @Test
    void isKnownEverywhereAndCanBeMoved() throws Exception {
        lab.namespace("db1").alias("db.example.test", "10.1.0.2");
        assertThat(lookUp("alice", "db.example.test")).isEqualTo("10.1.0.2");
        assertThat(lookUp("db1", "DB.example.test")).isEqualTo("10.1.0.2");
        assertThat(lookUp("lonely", "db.example.test")).isEqualTo("10.1.0.2");
        lab.namespace("db2").alias("DB.example.test", "10.1.0.3");
        assertThat(lookUp("alice", "db.example.test")).isEqualTo("10.1.0.3");
        lab.add(Namespace.of("late")).close();
        lab.namespace("alice").addAddress("office", "10.1.0.99/24");
        assertThat(lookUp("db1", "alice")).isEqualTo("10.1.0.1");
        assertThat(lookUp("alice", "db.example.test")).isEqualTo("10.1.0.3");
        assertThat(lab.namespace("alice")
                        .exec("getent", "hosts", "db.example.test")
                        .output())
                .startsWith("10.1.0.3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "a..b", "-a", "a b", "a\n10.0.0.1 b", "10.0.0.1", "localhost", "a#b", "db1", "DB1"})
    void aNameThatIsNoneOrIsTakenIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lab.namespace("alice").alias(name, "10.1.0.2"))
                .withMessageContaining("[" + name.replace("\n", "\\u000a") + "]");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lab.namespace("alice").alias("db.example.test", "10.1.0.300"))
                .withMessageContaining("10.1.0.300");
    }

    @Test
    void onlyANamespaceOfALabCanGiveOne() {
        assumeTrue(KernelFeature.HOST_NAMESPACE.isAvailable(), KernelFeature.HOST_NAMESPACE.reason());
        try (NetworkNamespace foreign = NetworkNamespace.ofPath("/proc/self/ns/net")) {
            assertThatIllegalStateException().isThrownBy(() -> foreign.alias("db.example.test", "10.1.0.2"));
        }
    }
}
