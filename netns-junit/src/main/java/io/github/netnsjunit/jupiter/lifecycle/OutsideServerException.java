package io.github.netnsjunit.jupiter.lifecycle;

import io.github.netnsjunit.lab.escape.EscapeCheck;
import io.github.netnsjunit.lab.escape.OutsideServer;
import java.lang.annotation.Annotation;
import java.net.ConnectException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Tells, beside the failure of a body that reached nobody, that this process has a server outside the network of the test, which the body
 * may have looked for inside. It may have been opened long before the test: Spring keeps its applications for several test classes.
 */
final class OutsideServerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** It is asked by name: the library does not depend on Spring. */
    private static final String SPRINGS_TESTS = "org.springframework.boot.test.context.SpringBootTest";

    private OutsideServerException(String message) {
        super(message, null, false, false);
    }

    /**
     * Adds this to the failure of a body if there is a server outside that it may have looked for: on a port that the failure names, or on
     * any port if a connection was refused.
     *
     * @param body what messages call the body
     */
    static void addTo(Throwable failure, String body, ExtensionContext context) {
        List<Throwable> causes = causes(failure);
        boolean refused = causes.stream().anyMatch(ConnectException.class::isInstance);
        String text = causes.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        List<String> servers = serversOutside(failure).stream()
                .filter(server -> refused || names(text, server.port()))
                .map(OutsideServer::description)
                .toList();
        if (!servers.isEmpty()) {
            failure.addSuppressed(new OutsideServerException(
                    body + " may have looked inside for a server that is outside: this JVM has "
                            + String.join(" and ", servers) + ". " + remedy(context)));
        }
    }

    private static List<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(100) // causes may go round in a circle
                .toList();
    }

    private static boolean names(String text, int port) {
        return Pattern.compile("(:|\\bport )" + port + "\\b").matcher(text).find();
    }

    private static List<OutsideServer> serversOutside(Throwable failure) {
        try {
            return EscapeCheck.servers();
        } catch (RuntimeException unknown) {
            failure.addSuppressed(unknown); // the body's own failure counts
            return List.of();
        }
    }

    private static String remedy(ExtensionContext context) {
        return isSpringBootTest(context)
                ? "@SpringBootTest starts the application on JUnit's thread, outside, before the test. Start it inside instead, without a"
                        + " server in @SpringBootTest: namespace.call(() -> new SpringApplicationBuilder(Application.class).run()), and end"
                        + " it inside too; or give the whole JVM a network, with netns.junit.jvm=hermetic."
                : "A server is where the thread is that opens it. Open it in a body that runs inside (@InNamespace, call(...),"
                        + " executor()), or make it with serverSocketFactory() of the namespace.";
    }

    private static boolean isSpringBootTest(ExtensionContext context) {
        return ReflectionSupport.tryToLoadClass(SPRINGS_TESTS)
                .toOptional()
                .filter(Class::isAnnotation)
                .map(type -> type.asSubclass(Annotation.class))
                .filter(type -> Stream.concat(
                                Stream.of(context.getRequiredTestClass()), context.getEnclosingTestClasses().stream())
                        .anyMatch(testClass -> AnnotationSupport.isAnnotated(testClass, type)))
                .isPresent();
    }
}
