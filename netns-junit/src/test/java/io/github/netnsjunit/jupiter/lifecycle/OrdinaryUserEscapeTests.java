package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.holds.UserNamespace;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.TestKit;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What an ordinary user is told of sockets outside. The host's namespace belongs to another user namespace then, and the kernel refuses to
 * tell which it is.
 */
class OrdinaryUserEscapeTests {

    @Test
    void isToldOfASocketOnTheHost() throws Exception {
        assumeTrue(UserNamespace.canBeMade(), "no user namespace can be made here");
        assertThat(ChildJvm.of(RootlessRun.class).startedBy(UserNamespace.ENTER).output())
                .contains("a TCP server on")
                .contains("is in the host's namespace");
    }

    /** Runs a test that leaves a socket on the host. */
    static final class RootlessRun {

        private RootlessRun() {}

        public static void main(String[] arguments) {
            System.out.println(TestKit.failure(TestKit.run(OutsideTestCases.class, Map.of(Settings.ESCAPES, "fail")))
                    .getMessage());
        }
    }

    @NetNamespace("blue_ns")
    static class OutsideTestCases {

        private static ServerSocket opened;

        @Test
        void test() throws Exception {
            opened = new ServerSocket(0);
            assertThat(opened.isBound()).isTrue();
        }
    }
}
