package io.github.netnsjunit.examples.products.wholesuite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.transaction.AfterTransaction;
import org.springframework.test.context.transaction.BeforeTransaction;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** A suite of Spring Boot as it would be without netns-junit: not a word of networks, but all that it starts is in one of its own. */
// tag::shop[]
@SpringBootTest(classes = ShopTests.Shop.class, webEnvironment = WebEnvironment.DEFINED_PORT)
class ShopTests {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Shop {

        private final JdbcTemplate database;

        Shop(JdbcTemplate database) {
            this.database = database;
            database.execute("create table orders (item varchar)");
        }

        void order(String item) {
            database.update("insert into orders values (?)", item);
        }

        @GetMapping("/orders")
        int orders() {
            return database.queryForObject("select count(*) from orders", Integer.class);
        }
        // end::shop[]

        /** Which network the thread that serves the request is in. */
        @GetMapping("/network")
        String network() throws IOException {
            return networkOfThisThread();
        }
        // tag::shop[]
    }

    @Autowired
    private Shop shop;

    private final RestClient client = RestClient.builder()
            .requestFactory(new SimpleClientHttpRequestFactory())
            .build();

    @Test
    void servesAtItsOwnPort() {
        assertThat(get("http://localhost:8080/orders")).isEqualTo("0");
    }

    @Test
    @Transactional
    void takesAnOrderInATransactionOfTheTest() {
        shop.order("blue paint");

        assertThat(shop.orders()).isEqualTo(1);
        assertThat(get("http://localhost:8080/orders")).isEqualTo("0"); // the server's thread does not see it yet
    }

    @Test
    void doesNotReachTheOutside() {
        assertThatThrownBy(() -> get("http://203.0.113.1/"))
                .isInstanceOf(ResourceAccessException.class)
                .hasCauseInstanceOf(SocketException.class);
    }

    private String get(String address) {
        return client.get().uri(address).retrieve().body(String.class);
    }
    // end::shop[]

    @BeforeTransaction
    @AfterTransaction
    void nothingIsKeptOutsideTheTransaction() {
        assertThat(shop.orders()).isZero();
    }

    @Test
    void testAndServerAreInANetworkThatIsNotTheMachines() throws IOException {
        // of a process the kernel shows the first thread, which the JVM had before JUnit's session
        String machine = network(Path.of("/proc/self/ns/net"));

        assertThat(networkOfThisThread()).isNotEqualTo(machine);
        assertThat(get("http://localhost:8080/network")).isEqualTo(networkOfThisThread());
    }

    private static String networkOfThisThread() throws IOException {
        return network(Path.of("/proc/thread-self/ns/net"));
    }

    private static String network(Path link) throws IOException {
        return Files.readSymbolicLink(link).toString();
    }
    // tag::shop[]
}
// end::shop[]
