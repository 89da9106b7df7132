package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;

import io.github.netnsjunit.lab.leak.Product;
import io.github.netnsjunit.lab.listing.LeftThread;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about a whole lab. */
public final class LabMessages {

    private static final String THE_LAB = "the lab";

    private LabMessages() {}

    public static ErrorMessageFactory shouldHaveNamespace(String name, List<String> all) {
        return expecting(
                THE_LAB, "to have the namespace %s%nbut its namespaces are:%n  %s", name, String.join(", ", all));
    }

    public static ErrorMessageFactory shouldHaveNoLeftThreads(List<LeftThread> left) {
        return expecting(
                THE_LAB,
                "to hold no threads but its own%nbut these stayed:%n%s%n%s",
                left.stream()
                        .map(thread -> thread.toString().indent(2))
                        .collect(Collectors.joining())
                        .stripTrailing(),
                Product.advice(left));
    }
}
