using AzNetHelper.Arm;
using Xunit;

namespace AzNetHelper.Tests.Networks;

public sealed class ResourceIdTests
{
    private const string Vnet = "/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks/v1";

    [Theory]
    [InlineData("/subscriptions/s1", "Microsoft.Resources/subscriptions", "s1", null)]
    [InlineData("/subscriptions/s1/resourceGroups/rg1", "Microsoft.Resources/resourceGroups", "rg1", "rg1")]
    [InlineData(Vnet, "Microsoft.Network/virtualNetworks", "v1", "rg1")]
    [InlineData(Vnet + "/subnets/a", "Microsoft.Network/virtualNetworks/subnets", "a", "rg1")]
    [InlineData("/subscriptions/s1/providers/Microsoft.Network/locations/westus", "Microsoft.Network/locations", "westus", null)]
    public void An_id_tells_its_parts(string text, string type, string name, string? group)
    {
        var id = ResourceId.Parse(text);
        Assert.Equal(type, id.Type);
        Assert.Equal(name, id.Name);
        Assert.Equal(group, id.ResourceGroup);
        Assert.Equal("s1", id.SubscriptionId);
        Assert.Equal(text, id.ToString());
    }

    [Theory]
    [InlineData("/subscriptions/s1/resourcegroups/RG1/providers/microsoft.network/virtualnetworks/V1")]
    [InlineData("/SUBSCRIPTIONS/S1/RESOURCEGROUPS/rg1/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKS/v1")]
    [InlineData(Vnet + "/")]
    public void Case_and_a_last_slash_make_no_difference(string text)
    {
        var id = ResourceId.Parse(text);
        Assert.Equal(ResourceId.Parse(Vnet), id);
        Assert.Equal(ResourceId.Parse(Vnet).GetHashCode(), id.GetHashCode());
        Assert.Equal(0, id.CompareTo(ResourceId.Parse(Vnet)));
        Assert.True(id.IsType("Microsoft.Network/virtualNetworks"));
    }

    [Fact]
    public void Fixed_words_are_written_as_Azure_writes_them_and_names_as_given() =>
        Assert.Equal("/subscriptions/S1/resourceGroups/Rg1/providers/Microsoft.Network/virtualNetworks/V1",
            ResourceId.Parse("/Subscriptions/S1/resourcegroups/Rg1/Providers/Microsoft.Network/virtualNetworks/V1").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("hub")]
    [InlineData("rg1/hub")]
    [InlineData("/subscriptions")]
    [InlineData("/subscriptions/")]
    [InlineData("/subscriptions//resourceGroups/rg1")]
    [InlineData("/subscriptions/s1/resourceGroups")]
    [InlineData("/subscriptions/s1/resourceGroup/rg1")]
    [InlineData("/subscriptions/s1/resourceGroups/rg1/providers")]
    [InlineData("/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network")]
    [InlineData("/subscriptions/s1/resourceGroups/rg1/providers/Microsoft.Network/virtualNetworks")]
    [InlineData("/subscriptions/s1/resourceGroups/rg1/virtualNetworks/v1")]
    [InlineData(Vnet + "/subnets")]
    [InlineData(Vnet + "?api-version=1")]
    [InlineData(Vnet + "#x")]
    [InlineData(Vnet + "\n")]
    [InlineData(@"/subscriptions/s1\resourceGroups/rg1")]
    [InlineData("https://management.azure.com/subscriptions/s1")]
    public void What_is_no_id_is_refused(string text)
    {
        Assert.False(ResourceId.TryParse(text, out _));
        Assert.Contains(text, Assert.Throws<FormatException>(() => ResourceId.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subnet_knows_its_network_and_its_group()
    {
        var subnet = ResourceId.Parse(Vnet).Child("subnets", "a");
        Assert.Equal(ResourceId.Parse(Vnet), subnet.Parent);
        Assert.Null(subnet.Parent!.Parent);
        Assert.Equal(ResourceId.ForGroup("s1", "rg1"), subnet.Group);
        Assert.Equal(ResourceId.ForResource("s1", "rg1", "Microsoft.Network/virtualNetworks", "v1"), subnet.Parent);
    }

    [Fact]
    public void Within_means_below_and_not_merely_longer()
    {
        var network = ResourceId.Parse(Vnet);
        Assert.True(network.IsWithin(network));
        Assert.True(network.Child("subnets", "a").IsWithin(network));
        Assert.True(network.IsWithin(ResourceId.ForGroup("S1", "RG1")));
        Assert.True(network.IsWithin(ResourceId.ForSubscription("s1")));
        Assert.False(ResourceId.Parse(Vnet + "2").IsWithin(network));
        Assert.False(network.IsWithin(ResourceId.ForGroup("s1", "rg")));
        Assert.False(network.IsWithin(network.Child("subnets", "a")));
    }

    [Fact]
    public void An_extension_resource_keeps_its_text_and_lies_in_what_it_extends()
    {
        var held = ResourceId.Parse(Vnet + "/providers/Microsoft.Authorization/locks/keep");
        Assert.Equal(Vnet + "/providers/Microsoft.Authorization/locks/keep", held.ToString());
        Assert.Equal("keep", held.Name);
        Assert.True(held.IsWithin(ResourceId.Parse(Vnet)));
        Assert.False(held.IsType(ResourceTypes.VirtualNetwork));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("")]
    [InlineData(" ")]
    public void A_child_needs_a_name(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => ResourceId.Parse(Vnet).Child("subnets", name));

    [Fact]
    public void A_group_has_no_children() =>
        Assert.Throws<InvalidOperationException>(() => ResourceId.ForGroup("s1", "rg1").Child("subnets", "a"));
}
