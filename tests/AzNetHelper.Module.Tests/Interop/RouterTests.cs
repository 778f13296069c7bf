namespace AzNetHelper.Tests.Interop;

/// <summary>
/// What Export-ExpressRouteRouterConfiguration writes for FRR, loaded by a real one, against two others that play Microsoft's edge
/// routers (AS 12076, MD5, BFD, IPv4 and IPv6): sessions, what is told and taken, both links in use, one link down, another key and
/// another ASN, which are refused, and a leak of too many prefixes. In namespaces of their own; nothing of it outlives the test.
/// </summary>
public sealed class FrrRouterTests : IDisposable
{
    private readonly RouterBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public Task Both_links_of_one_router() => _bed.BringUpAsync("Frr", isPrimaryPreferred: false, "vtysh");
}

/// <summary>The same for BIRD, with two tags, and the secondary link standing by.</summary>
public sealed class BirdRouterTests : IDisposable
{
    private readonly RouterBed _bed = new();

    public void Dispose() => _bed.Dispose();

    [Fact]
    public Task One_link_before_the_other_one() => _bed.BringUpAsync("Bird", isPrimaryPreferred: true, "bird", outer: 20);
}
