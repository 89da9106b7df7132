package io.github.netnsjunit.jupiter.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.netnsjunit.holds.ChildJvm;
import io.github.netnsjunit.jupiter.Hermetic;
import io.github.netnsjunit.jupiter.TestKit;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Pools of the JDK stay for the whole process where they were first used. A test whose work one of them does in the closed network of an
 * earlier test fails, and is told whose that is. Each of these runs in a process of its own, which the pool cannot leave.
 */
class JdkPoolVictimTests {

    /** Which pool does the work. */
    enum Pool {
        COMMON {
            @Override
            <T> T run(Callable<T> work) throws Exception {
                FutureTask<T> task = new FutureTask<>(work);
                ForkJoinPool.commonPool().execute(task); // who waits for the task of submit(...) may run it himself
                return task.get();
            }
        },
        ASYNCHRONOUS_CHANNELS {
            @Override
            <T> T run(Callable<T> work) throws Exception {
                FutureTask<T> task = new FutureTask<>(work);
                try (AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open()) {
                    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                    server.accept(null, new Then(task));
                    InetSocketAddress address = (InetSocketAddress) server.getLocalAddress();
                    new Socket(address.getAddress(), address.getPort()).close();
                    return task.get();
                }
            }
        },
        VIRTUAL_THREADS {
            @Override
            <T> T run(Callable<T> work) throws Exception {
                FutureTask<T> task = new FutureTask<>(work);
                // which Java 17 does not have
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
                return task.get();
            }
        };

        abstract <T> T run(Callable<T> work) throws Exception;
    }

    /** Runs a task when a client has come. */
    private record Then(Runnable task) implements CompletionHandler<AsynchronousSocketChannel, Object> {
        @Override
        public void completed(AsynchronousSocketChannel client, Object none) {
            task.run();
        }

        @Override
        public void failed(Throwable failure, Object none) {
            throw new AssertionError(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTestWhoseWorkIsDoneInAClosedNetworkIsToldWhose(Pool pool) throws Exception {
        assumeTrue(
                pool != Pool.VIRTUAL_THREADS || Runtime.version().feature() >= 21,
                "virtual threads are there from Java 21 on");
        assertThat(ChildJvm.of(Main.class, pool.name()).output())
                .contains("TestCases.opens() was outside its network")
                .containsPattern("a UDP socket on \\S+ is in the closed network of method .*TestCases.leaks\\(\\)")
                .containsPattern("threads \\[.+] are in the closed network of method .*TestCases.leaks\\(\\)");
    }

    /** Runs the test cases with a pool, and prints why the second one fails. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            TestCases.pool = Pool.valueOf(arguments[0]);
            System.out.println(TestKit.failure(TestKit.run(TestCases.class)).getMessage());
            System.exit(0); // threads of the pools may be no daemons
        }
    }

    @Hermetic
    @TestMethodOrder(MethodOrderer.MethodName.class)
    static class TestCases {

        private static Pool pool = Pool.COMMON;
        private static final CompletableFuture<DatagramSocket> OPENED = new CompletableFuture<>();

        @Test
        void leaks() throws Exception {
            assertThat(pool.<Integer>run(() -> 42)).isEqualTo(42);
        }

        @Test
        void opens() throws Exception {
            assertThat(OPENED.complete(pool.run(() -> new DatagramSocket()))).isTrue();
        }
    }
}
