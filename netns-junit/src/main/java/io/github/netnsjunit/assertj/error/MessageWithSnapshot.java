package io.github.netnsjunit.assertj.error;

import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Probe;
import io.github.netnsjunit.probe.TcpConnect;
import io.github.netnsjunit.probe.path.Explanation;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.description.Description;
import org.assertj.core.error.ErrorMessageFactory;
import org.assertj.core.presentation.Representation;

/**
 * A message, and below it the routes and interfaces of the namespace.
 *
 * @param message the message itself
 * @param snapshot describes the routes and interfaces. It is called only when the assertion fails for good: a snapshot for each
 *     attempt that is repeated would be in vain.
 */
public record MessageWithSnapshot(ErrorMessageFactory message, Supplier<String> snapshot)
        implements ErrorMessageFactory {

    /** Adds all routes and interfaces of the namespace. */
    public static MessageWithSnapshot of(NetworkNamespace namespace, ErrorMessageFactory message) {
        return new MessageWithSnapshot(
                message, () -> NetworkSnapshot.of(namespace).describe());
    }

    /** Adds those routes and interfaces of the namespace that matter for reaching a host. */
    public static MessageWithSnapshot forHost(NetworkNamespace namespace, String host, ErrorMessageFactory message) {
        return new MessageWithSnapshot(
                message, () -> NetworkSnapshot.of(namespace).describeFor(host));
    }

    /** The same, and the way of a probe's packets in front of them. */
    public static MessageWithSnapshot forUnreachedHost(Probe probe, ErrorMessageFactory message) {
        NetworkNamespace namespace = probe.namespace();
        return new MessageWithSnapshot(
                message,
                () -> Stream.concat(
                                explanation(probe).stream(),
                                Stream.of(NetworkSnapshot.of(namespace).describeFor(probe.host())))
                        .collect(Collectors.joining(System.lineSeparator())));
    }

    /** It asks other namespaces too. If one of them cannot answer, the routes and interfaces of this one are shown all the same. */
    private static List<String> explanation(Probe probe) {
        try {
            return Explanation.of(
                    probe.namespace(), probe.host(), probe instanceof TcpConnect connect ? connect.port() : 0);
        } catch (RuntimeException unknown) {
            return List.of("(the way of the packets cannot be told: " + unknown.getMessage() + ")");
        }
    }

    @Override
    public String create(Description description, Representation representation) {
        return message.create(description, representation) + snapshotLines();
    }

    @Override
    public String create(Description description) {
        return message.create(description) + snapshotLines();
    }

    @Override
    public String create() {
        return message.create() + snapshotLines();
    }

    private String snapshotLines() {
        String lines;
        try {
            lines = snapshot.get();
        } catch (RuntimeException unreadable) {
            // The namespace may be closed by now. The message itself must reach the reader all the same.
            lines = "(" + unreadable.getMessage() + ")";
        }
        return System.lineSeparator() + lines;
    }
}
