package io.github.netnsjunit.examples.products

import io.github.netnsjunit.assertj.NetnsAssertions.assertThat
import io.github.netnsjunit.jupiter.InNamespace
import io.github.netnsjunit.jupiter.NetNamespace
import io.github.netnsjunit.jupiter.VethEnd
import io.github.netnsjunit.jupiter.VethPair
import io.github.netnsjunit.lab.Lab
import io.github.netnsjunit.lab.NetworkNamespace
import java.net.InetAddress
import java.net.NetworkInterface
import java.net.ServerSocket
import java.net.Socket
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

@NetNamespace("red_ns")
@NetNamespace("blue_ns")
@VethPair(
    left = VethEnd(namespace = "red_ns", name = "eth0", address = ["10.0.0.1/24"]),
    right = VethEnd(namespace = "blue_ns", name = "eth0", address = ["10.0.0.2/24"]),
)
class KotlinTests {

    @Test
    fun `red reaches blue until the cable is pulled`(lab: Lab, @NetNamespace("red_ns") red: NetworkNamespace) {
        assertThat(red).canPing("blue_ns")

        lab.link("red_ns", "blue_ns").left().down()

        assertThat(red).cannotPing("blue_ns")
    }

    @Test
    @InNamespace("red_ns")
    fun `a test runs inside, and a lambda in the other namespace`(@NetNamespace("blue_ns") blue: NetworkNamespace) {
        ServerSocket(8080, 1, InetAddress.getByName("10.0.0.1")).use { server ->
            val client = blue.call { Socket("red_ns", 8080).use { it.localAddress.hostAddress } }

            assertThat(client).isEqualTo("10.0.0.2")
            server.accept().use { assertThat(it.inetAddress.hostAddress).isEqualTo("10.0.0.2") }
        }
    }

    /** Kotlin has a function `run` for every object, which would run the lambda outside. */
    @Test
    fun `run is that of the namespace, not Kotlin's own`(@NetNamespace("blue_ns") blue: NetworkNamespace) {
        var interfaces = emptyList<String>()

        blue.run { interfaces = NetworkInterface.networkInterfaces().map { it.name }.toList() }

        assertThat(interfaces).containsExactlyInAnyOrder("lo", "eth0")
    }
}
