package io.github.netnsjunit.assertj;

import static io.github.netnsjunit.assertj.NetnsAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.netnsjunit.jupiter.NetNamespace;
import io.github.netnsjunit.lab.Lab;
import io.github.netnsjunit.lab.NetworkNamespace;
import io.github.netnsjunit.probe.Ping;
import io.github.netnsjunit.probe.RouteQuery;
import io.github.netnsjunit.probe.Unreachable;
import io.github.netnsjunit.process.NamespaceProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments that an assertion refuses, and what it says about them. */
@NetNamespace("blue_ns")
class BadInputTests {

    private NetworkNamespace blue;

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void shouldRefuseABlankHost(String blank) {
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).canPing(blank));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).canConnectTo(blank, 80));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).cannotPing(blank));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).cannotConnectTo(blank, 80));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).canResolve(blank));
    }

    @ParameterizedTest
    @CsvSource({
        "http://root_ns:8080/, write http://root-ns:8080/",
        "http://a_b@root_ns/x_y?u=//root_ns, write http://a_b@root-ns/x_y?u=//root_ns",
        "http://fe80::1/, 'an IPv6 address stands in brackets in a URL, as in http://[fd00::1]:80/: http://fe80::1/'",
        "http://10.0.0.1%25lo/, only an IPv6 address in brackets may have an interface after it",
        "http://10.0.0.256/, 'whose last part begins with a letter, nor an IPv4 address: 10.0.0.256'",
        "ftp://10.0.0.1/, not the URL of an HTTP server",
        "10.0.0.1, not the URL of an HTTP server",
        "http:/x, not the URL of an HTTP server"
    })
    void shouldRefuseAnythingButAnHttpUrl(String url, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(blue).get(url))
                .withMessageContaining(message);
    }

    @Test
    void shouldAcceptASchemeInUpperCase() {
        Assertions.assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).get("HTTP://127.0.0.1:81/"))
                .withMessageContaining("REFUSED");
    }

    @Test
    void shouldRefuseMalformedPortsMacAddressesParametersAndPatterns() {
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).isListeningOn(65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).isNotListeningOn(0));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).cannotConnectTo("127.0.0.1", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(blue).hasInterface("lo").hasMac("zz"));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(blue).hasSysctl("kernel.hostname", "a"));
        Assertions.assertThatExceptionOfType(PatternSyntaxException.class)
                .isThrownBy(() -> assertThat(blue.start("true")).hasOutputMatching("("));
    }

    @Test
    void shouldNameTheArgumentThatIsNull() {
        Map<ThrowingCallable, String> calls = new LinkedHashMap<>();
        calls.put(() -> assertThat(blue).within(null), "time");
        calls.put(() -> assertThat(blue).canPing(null), "host");
        calls.put(() -> assertThat(blue).canConnectTo(null, 80), "host");
        calls.put(() -> assertThat(blue).cannotPing(null), "host");
        calls.put(() -> assertThat(blue).cannotConnectTo(null, 80), "host");
        calls.put(() -> assertThat(blue).cannotConnectTo("127.0.0.1", 1).because((Unreachable) null), "reason");
        calls.put(() -> assertThat(blue).get(null), "url");
        calls.put(() -> assertThat(blue).canResolve(null), "name");
        calls.put(() -> assertThat(blue).hasInterface(null), "name");
        calls.put(() -> assertThat(blue).doesNotHaveInterface(null), "name");
        calls.put(() -> assertThat(blue).hasOnlyInterfaces("lo", null), "name");
        calls.put(() -> assertThat(blue).hasSysctl(null, "1"), "name");
        calls.put(() -> assertThat(blue).hasSysctl("net.ipv4.ip_forward", null), "value");
        calls.put(() -> assertThat(blue).hasRoute(null), "to");
        calls.put(() -> assertThat(blue).hasRoute("default", null), "via");
        calls.put(() -> assertThat(blue).hasDefaultRouteVia(null), "gateway");
        calls.put(() -> assertThat(blue).hasNoRouteTo(null), "destination");
        calls.put(() -> assertThat(blue).routesTo((String) null), "host");
        calls.put(() -> assertThat(blue).routesTo((RouteQuery) null), "packet");
        calls.put(() -> assertThat(blue).routesTo("127.0.0.1").via(null), "gateway");
        calls.put(() -> assertThat(blue).routesTo("127.0.0.1").through(null), "interfaceName");
        calls.put(() -> assertThat(blue).routesTo("127.0.0.1").byRouteTo(null), "network");
        calls.put(() -> assertThat(blue).hasInterface("lo").hasAddress(null), "address");
        calls.put(() -> assertThat(blue).hasInterface("lo").hasMac(null), "mac");
        calls.put(() -> assertThat(blue).hasInterface("lo").hasMaster(null), "bridge");
        calls.put(() -> assertThat((Lab) null).hasNamespace(null), "name");
        calls.put(() -> assertThat((NamespaceProcess) null).hasOutputMatching(null), "regex");
        calls.put(() -> assertThat((NamespaceProcess) null).hasOutputContaining(null), "part");
        calls.put(() -> assertThat((HttpAnswer) null).hasHeader(null, ""), "name");
        calls.put(() -> HttpAnswer.of(null), "response");
        calls.put(() -> Ping.of(blue, "127.0.0.1").timeout(null), "timeout");
        calls.forEach((call, argument) ->
                assertThatNullPointerException().as(argument).isThrownBy(call).withMessage(argument));
    }

    @Test
    void shouldFailIfTheAnswerIsNull() {
        Assertions.assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat((HttpAnswer) null).hasStatus(200))
                .withMessageContaining("not to be null");
        NetnsSoftAssertions softly = new NetnsSoftAssertions();
        softly.assertThat((HttpAnswer) null).hasStatus(200);
        Assertions.assertThat(softly.errorsCollected()).hasSize(1);
    }

    @Test
    void shouldFailForAParameterThatDoesNotExist() {
        Assertions.assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(blue).hasSysctl("net.ipv4.no_such", "1"))
                .withMessageContaining("net.ipv4.no_such")
                .withMessageContaining("has no kernel parameter");
    }

    @Test
    void shouldNotPassForAnInterfaceThatDoesNotExist() {
        for (String host : List.of("fe80::1%nodev", "fe80::1%4000000")) {
            Assertions.assertThatExceptionOfType(AssertionError.class)
                    .as(host)
                    .isThrownBy(() -> assertThat(blue).cannotConnectTo(host, 80))
                    .withMessageContaining("there is no interface [" + host.substring(host.indexOf('%') + 1) + "]");
            assertThat(blue).cannotPing(host).because(Unreachable.UNKNOWN_HOST);
        }
    }

    @Test
    void shouldCountAnUnknownNameAsNotReached() {
        assertThat(blue).cannotPing("nobody.invalid").because(Unreachable.UNKNOWN_HOST);
    }

    @Test
    void shouldNameTheNamespaceThatIsClosed(Lab lab) {
        lab.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(blue).hasInterface("lo"))
                .withMessageContaining("[blue_ns] is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> assertThat(blue).canPing("127.0.0.1"))
                .withMessageContaining("[blue_ns] is closed");
        assertThatIllegalStateException().isThrownBy(() -> assertThat(lab).hasNoLeftThreads());
    }
}
