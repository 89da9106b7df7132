package io.github.netnsjunit.examples.products;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static java.time.Duration.ofSeconds;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/** Two services of Spring Boot with one port number, each on a host of its own, in one JVM. */
@ThreeNodes
class SpringBootTests {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Backend {
        @GetMapping("/colour")
        String colour() {
            return "blue";
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Gateway {

        private final RestClient client;

        Gateway(@Value("${backend}") String backend) {
            SimpleClientHttpRequestFactory connections = new SimpleClientHttpRequestFactory();
            connections.setConnectTimeout(Duration.ofSeconds(10));
            this.client = RestClient.builder()
                    .baseUrl(backend)
                    .requestFactory(connections)
                    .build();
        }

        @GetMapping("/sky")
        String sky() {
            return "the sky is " + client.get().uri("/colour").retrieve().body(String.class);
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.BAD_GATEWAY)
        String notReached(ResourceAccessException failure) {
            return "the backend is away";
        }
    }

    // tag::inside[]
    private ConfigurableApplicationContext backend;
    private ConfigurableApplicationContext gateway;

    @BeforeEach
    void startInside(@NetNamespace("node1") NetworkNamespace node1, @NetNamespace("node2") NetworkNamespace node2)
            throws Exception {
        backend = node1.call(() -> new SpringApplicationBuilder(Backend.class).run("--server.port=8080"));
        gateway = node2.call(() ->
                new SpringApplicationBuilder(Gateway.class).run("--server.port=8080", "--backend=http://node1:8080"));
    }

    @AfterEach
    void stopInside(@NetNamespace("node1") NetworkNamespace node1, @NetNamespace("node2") NetworkNamespace node2)
            throws Exception {
        node2.run(gateway::close); // Tomcat connects to itself to end: from outside it would not find itself
        node1.run(backend::close);
    }

    @Test
    void theGatewayAsksTheBackend(@NetNamespace("node3") NetworkNamespace user) {
        assertThat(user).get("http://node2:8080/sky").hasStatus(200).hasBody("the sky is blue");
    }

    @Test
    void theGatewaySaysThatTheBackendIsAway(Lab lab, @NetNamespace("node3") NetworkNamespace user) {
        lab.link("node1", "switch").left().down();

        assertThat(user)
                .within(ofSeconds(30))
                .get("http://node2:8080/sky")
                .hasStatus(502)
                .hasBody("the backend is away");
    }
    // end::inside[]
}
