package io.github.netnsjunit.holds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a class in a Java process in a new user namespace, in which only a few network namespaces may exist at once
 * ({@code /proc/sys/user/max_net_namespaces}, see namespaces(7)). So a test notices a namespace that is never taken back. The host's
 * network namespace is a new one there, in which nothing else on the machine makes links.
 */
public final class UserNamespace {

    /** How many network namespaces may exist at once, beside the one that is the host's for what runs. */
    static final int LIMIT = 64;

    /** Runs a command in a user namespace of its own, as an ordinary user does. */
    public static final List<String> ENTER = List.of("unshare", "--user", "--map-root-user", "--mount");

    private UserNamespace() {}

    /** A Java process that needs little memory. */
    static ChildJvm childJvm(Class<?> main, String... arguments) {
        return ChildJvm.of(main, arguments).with("-XX:+UseSerialGC", "-Xmx256m");
    }

    /** Runs a class to its end. Fails if it exits with another code than 0. */
    static void run(long seconds, Class<?> main, String... arguments) throws IOException, InterruptedException {
        assumeTrue(
                canBeMade(),
                "no user namespace can be made here (" + String.join(" ", ENTER)
                        + "), and outside one nobody may bound the number of network namespaces");
        ChildJvm.Ended ended = childJvm(main, arguments)
                .startedBy(ENTER)
                .startedBy(List.of("unshare", "--net"))
                .startedBy(List.of(
                        "sh",
                        "-c",
                        "echo " + (LIMIT + 1) + " > /proc/sys/user/max_net_namespaces && exec \"$@\"",
                        "sh"))
                .run(Duration.ofSeconds(seconds));
        assertThat(ended.exit()).as(ended.output()).isZero();
        System.out.print(ended.output());
    }

    /** Whether {@link #ENTER} works here. */
    public static boolean canBeMade() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ENTER);
        command.add("true");
        return ChildJvm.run(command).exit() == 0;
    }
}
