using System.Net;
using System.Net.Sockets;
using Jupyter.Kernels;

namespace Jupyter.Tests.Kernels;

public sealed class FreePortsTests
{
    [Fact]
    public void The_ports_of_a_kernel_differ_and_can_be_bound()
    {
        var ports = FreePorts.Choose(5);
        Assert.Equal(5, ports.Distinct().Count());
        Assert.True(FreePorts.AreFree(ports));
    }

    [Fact]
    public void Ports_of_which_another_has_taken_one_are_not_free()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        Assert.False(FreePorts.AreFree([((IPEndPoint)other.LocalEndpoint).Port]));
    }
}
