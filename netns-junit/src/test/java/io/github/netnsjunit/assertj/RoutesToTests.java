package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.netnsjunit.jupiter.DefaultRoute;
import io.github.netnsjunit.jupiter.EnabledIfKernelHas;
import io.github.netnsjunit.jupiter.Hop;
import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.jupiter.PolicyRule;
import io.github.netnsjunit.jupiter.Route;
import io.github.netnsjunit.jupiter.Sysctl;
import io.github.netnsjunit.jupiter.VethEnd;
import io.github.netnsjunit.jupiter.VethPair;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.RouteAnswer;
import io.github.netnsjunit.probe.RouteQuery;
import io.github.netnsjunit.route.PolicyRule.Action;
import io.github.netnsjunit.route.RuleProtocol;
import io.github.netnsjunit.topology.KernelFeature;
import io.github.netnsjunit.topology.RouteType;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Assertions that ask the kernel by which route it would send a packet. */
@Tag("kernel")
@EnabledIfKernelHas(KernelFeature.POLICY_RULES)
@NetNamespace("router")
@NetNamespace("isp1")
@NetNamespace("isp2")
@NetNamespace("office")
@VethPair(
        left =
                @VethEnd(
                        namespace = "router",
                        name = "up1",
                        address = {"10.0.1.2/24", "fd01::2/64"}),
        right =
                @VethEnd(
                        namespace = "isp1",
                        name = "eth0",
                        address = {"10.0.1.1/24", "fd01::1/64"}))
@VethPair(
        left =
                @VethEnd(
                        namespace = "router",
                        name = "up2",
                        address = {"10.0.2.2/24", "fd02::2/64"}),
        right =
                @VethEnd(
                        namespace = "isp2",
                        name = "eth0",
                        address = {"10.0.2.1/24", "fd02::1/64"}))
@VethPair(
        left = @VethEnd(namespace = "router", name = "lan", address = "10.1.0.254/24"),
        right = @VethEnd(namespace = "office", name = "eth0", address = "10.1.0.1/24"))
@Sysctl(namespace = "router", name = "net.ipv4.ip_forward", value = "1")
@DefaultRoute(namespace = "router", via = "10.0.1.1")
@DefaultRoute(namespace = "router", via = "fd01::1")
@DefaultRoute(namespace = "router", via = "10.0.2.1", table = 200)
@DefaultRoute(namespace = "router", via = "fd02::1", table = 200)
@Route(namespace = "router", to = "192.0.2.0/24", via = "10.0.2.1", table = 200)
@Route(namespace = "router", to = "198.51.100.0/24", type = RouteType.PROHIBIT)
@Route(
        namespace = "router",
        to = "203.0.113.0/24",
        hops = {@Hop(via = "10.0.1.1", weight = 3), @Hop(via = "10.0.2.1")})
@PolicyRule(namespace = "router", from = "10.0.2.2", table = 200)
@PolicyRule(namespace = "router", from = "fd02::2", table = 200)
@PolicyRule(
        namespace = "router",
        from = "10.1.0.0/24",
        iif = "lan",
        protocol = RuleProtocol.TCP,
        ports = "443",
        table = 200)
@PolicyRule(namespace = "router", mark = 7, table = 200)
@PolicyRule(namespace = "router", to = "192.0.2.0/24", table = 200)
@PolicyRule(namespace = "router", to = "192.0.2.77", action = Action.UNREACHABLE, priority = 5)
class RoutesToTests {

    @NetNamespace("router")
    private NetworkNamespace router;

    @Test
    void theKernelDecidesByItsRules() {
        assertThat(router)
                .routesTo("8.8.8.8")
                .via("10.0.1.1")
                .through("up1")
                .inTable(254)
                .byRouteTo("default");
        RouteQuery outside = RouteQuery.to("8.8.8.8");
        assertThat(router).routesTo(outside.from("10.0.2.2")).via("10.0.2.1").inTable(200);
        assertThat(router).routesTo(outside.mark(7)).via("10.0.2.1").through("up2");
        RouteQuery forwarded = outside.arriving("lan", "10.1.0.1");
        assertThat(router).routesTo(forwarded.tcp(443)).via("10.0.2.1");
        assertThat(router).routesTo(forwarded.tcp(80)).via("10.0.1.1");
        assertThat(router).routesTo(forwarded.udp(443)).via("10.0.1.1");
        assertThat(router).routesTo(outside.boundTo("up1")).via("10.0.1.1");
        RouteQuery ipv6 = RouteQuery.to("2001:db8::1");
        assertThat(router).routesTo(ipv6).via("fd01::1").byRouteTo("default");
        assertThat(router).routesTo(ipv6.from("fd02::2")).via("fd02::1").inTable(200);
    }

    @Test
    void aNeighbourIsOnTheLink() {
        assertThat(router).routesTo("office").isOnLink().through("lan").byRouteTo("10.1.0.0/24");
        assertThatThrownBy(() -> assertThat(router).routesTo("8.8.8.8").isOnLink())
                .hasMessageContaining("to route 8.8.8.8 on a link")
                .hasMessageContaining("but the kernel takes:")
                .hasMessageContaining("default via 10.0.1.1 dev up1");
    }

    @Test
    void aRouteWithSeveralNextHopsIsFoundWhole() {
        assertThat(router)
                .routesTo("203.0.113.9")
                .via("10.0.1.1")
                .via("10.0.2.1")
                .byRouteTo("203.0.113.0/24");
        assertThat(RouteQuery.to("203.0.113.9").ask(router).hops())
                .extracting(Object::toString)
                .containsExactly("203.0.113.0/24 via 10.0.1.1 dev up1 weight 3", "203.0.113.0/24 via 10.0.2.1 dev up2");
    }

    @Test
    void tellsWhyThereIsNoRoute() {
        assertThatThrownBy(() -> assertThat(router).routesTo("198.51.100.1"))
                .hasMessageContaining("to have a route to 198.51.100.1")
                .hasMessageContaining("a route or rule says prohibit (EACCES)");
        assertThatThrownBy(() -> assertThat(router).routesTo("192.0.2.77"))
                .hasMessageContaining("no route (ENETUNREACH)");
        assertThatThrownBy(() -> assertThat(router).routesTo("no-such-host")).hasMessageContaining("no-such-host");
        RouteAnswer answer = RouteQuery.to("198.51.100.1").ask(router);
        assertThat(answer.hops()).isEmpty();
        assertThat(answer.refusal()).contains("prohibit");
    }

    @Test
    void aRouteInTheTableThatIsLookedUpIsARoute() {
        assertThat(router).hasRoute("192.0.2.0/24").hasRoute("192.0.2.0/24", "10.0.2.1");
        assertThatThrownBy(() -> assertThat(router).hasRoute("192.0.2.0/24", "10.0.1.1"))
                .hasMessageContaining("192.0.2.0/24 via 10.0.1.1");
        assertThat(router).hasNoRouteTo("192.0.2.77").hasNoRouteTo("198.51.100.1");
        assertThatThrownBy(() -> assertThat(router).hasNoRouteTo("192.0.2.1"))
                .hasMessageContaining("192.0.2.0/24 via 10.0.2.1 dev up2 table 200");
    }

    @Test
    void theKernelIsAskedAgainWhileThereIsTime() {
        router.linkDown("up1");
        assertThatThrownBy(() -> assertThat(router).within(Duration.ofMillis(1)).routesTo("8.8.8.8"))
                .hasMessageContaining("no route (ENETUNREACH)");
        router.addDefaultRoute("10.0.2.1");
        assertThat(router)
                .within(Duration.ofSeconds(10))
                .routesTo("8.8.8.8")
                .via("10.0.2.1")
                .inTable(254);
    }

    @Test
    void softAssertionsCollectIt() {
        assertThatThrownBy(() -> NetnsSoftAssertions.assertSoftly(softly -> {
                    softly.assertThat(router)
                            .routesTo("8.8.8.8")
                            .via("10.0.2.1")
                            .through("up2");
                    softly.assertThat(router).routesTo("198.51.100.1").via("10.0.1.1");
                }))
                .hasMessageContaining("to route 8.8.8.8 via 10.0.2.1")
                .hasMessageContaining("to route 8.8.8.8 through up2")
                .hasMessageContaining("to have a route to 198.51.100.1");
    }

    @Test
    void aMeaninglessQuestionIsRefused() {
        assertThatThrownBy(() -> RouteQuery.to(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RouteQuery.to("8.8.8.8").tcp(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RouteQuery.to("8.8.8.8").mark(-1))
                .hasMessageContaining("the mark [-1] is not between 0 and 4294967295");
        assertThatThrownBy(() -> RouteQuery.to("8.8.8.8").from("fd00::1").ask(router))
                .hasMessageContaining("[fd00::1] is not of the same family as [8.8.8.8]");
        assertThatThrownBy(() -> RouteQuery.to("8.8.8.8").boundTo("eth9").ask(router))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("eth9");
        assertThat(RouteQuery.to("8.8.8.8").arriving("lan", "10.1.0.1").mark(7).tcp(443))
                .hasToString("8.8.8.8 from 10.1.0.1 iif lan mark 0x7 ipproto tcp dport 443");
    }
}
