package io.github.netnsjunit.assertj.error;

import static io.github.netnsjunit.assertj.error.Message.expecting;

import io.github.netnsjunit.lab.listing.RouteEntry;
import io.github.netnsjunit.probe.RouteAnswer;
import org.assertj.core.error.ErrorMessageFactory;

/** Messages about the routing table of a namespace. */
public final class RouteMessages {

    private RouteMessages() {}

    public static ErrorMessageFactory shouldHaveRoute(String namespace, String route) {
        return expecting(namespace, "to have the route:%n  %s%nbut it has no such route.", route);
    }

    public static ErrorMessageFactory shouldHaveRouteTo(RouteAnswer answer) {
        return expecting(
                answer.namespace(),
                "to have a route to %s%nbut the kernel says:%n  %s",
                answer.query(),
                answer.refusal());
    }

    public static ErrorMessageFactory shouldRoute(RouteAnswer answer, String how) {
        return expecting(
                answer.namespace(), "to route %s %s%nbut the kernel takes:%n  %s", answer.query(), how, answer);
    }

    public static ErrorMessageFactory shouldNotHaveDefaultRoute(String namespace, RouteEntry found) {
        return expecting(namespace, "to have no default route%nbut it has:%n  %s", found);
    }

    public static ErrorMessageFactory shouldNotHaveRouteTo(String namespace, String destination, String found) {
        return expecting(namespace, "to have no route to %s%nbut one leads there:%n  %s", destination, found);
    }
}
