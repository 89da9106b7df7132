package io.github.netnsjunit.jupiter.lifecycle;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.netnsjunit.address.IpAddress;
import io.github.netnsjunit.jupiter.InNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import io.github.netnsjunit.lab.NetworkNamespace;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

/** What is told beside the failure of a test that looks inside for a server which is outside. */
class OutsideServerTests {

    /** Was opened before any test begins, as that of an application which Spring keeps. */
    private static ServerSocket server;

    @BeforeAll
    static void open() throws Exception {
        server = new ServerSocket(0, 1, IpAddress.parse("127.0.0.1"));
    }

    @AfterAll
    static void close() throws Exception {
        server.close();
    }

    private static String noteOf(Class<?> testCases, String test) {
        Throwable failure = TestKit.failure(TestKit.run(testCases, test, Map.of()));
        assertThat(failure.getSuppressed()).as("notes beside %s", failure).hasSize(1);
        return failure.getSuppressed()[0].getMessage();
    }

    @Test
    void namesTheServerThatABodyInsideWasRefusedBy() {
        assertThat(noteOf(TestCases.class, "connects"))
                .startsWith("method OutsideServerTests.TestCases.connects() may have looked inside")
                .contains("a TCP server on 127.0.0.1:" + server.getLocalPort() + " in the host's namespace")
                .contains("serverSocketFactory()")
                .doesNotContain("Spring");
    }

    @Test
    void namesTheServerOnThePortThatAnAssertionNames() {
        assertThat(noteOf(TestCases.class, "asserts"))
                .contains("a TCP server on 127.0.0.1:" + server.getLocalPort() + " in the host's namespace");
    }

    @Test
    void tellsWhereSpringBootStartsItsServerAndWhatToDo() {
        assertThat(noteOf(SpringTestCases.class, "connects"))
                .contains("127.0.0.1:" + server.getLocalPort())
                .contains("@SpringBootTest starts the application on JUnit's thread, outside")
                .contains("new SpringApplicationBuilder(Application.class).run()")
                .contains("netns.junit.jvm=hermetic");
    }

    @Test
    void saysNothingBesideAFailureOfAnotherKind() {
        assertThat(TestKit.failure(TestKit.run(TestCases.class, "failsOtherwise", Map.of())))
                .hasMessage("expected: <1> but was: <2>")
                .hasNoSuppressedExceptions();
    }

    @NetNamespace("blue_ns")
    static class TestCases {

        @Test
        @InNamespace("blue_ns")
        void connects() throws Exception {
            new Socket(IpAddress.parse("127.0.0.1"), server.getLocalPort()).close();
        }

        @Test
        void asserts(NetworkNamespace blue) {
            assertThat(blue).canConnectTo("127.0.0.1", server.getLocalPort());
        }

        @Test
        @InNamespace("blue_ns")
        void failsOtherwise() {
            throw new AssertionError("expected: <1> but was: <2>");
        }
    }

    @SpringBootTest
    @NetNamespace("blue_ns")
    static class SpringTestCases {

        @Test
        @InNamespace("blue_ns")
        void connects() throws Exception {
            new Socket(IpAddress.parse("127.0.0.1"), server.getLocalPort()).close();
        }
    }
}
