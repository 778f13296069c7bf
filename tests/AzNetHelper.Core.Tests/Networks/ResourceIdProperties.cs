using AzNetHelper.Arm;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Networks;

/// <summary>Ids know their parts without their text; they still mean what their text says.</summary>
public sealed class ResourceIdProperties
{
    // Characters around the slash, and letters in both cases: where an order of parts could differ from that of texts.
    private static readonly Gen<string> Name = Gen.Int[0, 9].Select(i => new[] { "a", "A", "a-b", "a.b", "a0", "ab", "B", "a_b", "a b", "é" }[i]);

    private static readonly Gen<string> Text = Gen.Select(Name, Name, Gen.Int[0, 4], Gen.Select(Gen.Bool, Name).Array[0, 2], (group, name, shape, children) => shape switch
    {
        0 => "/subscriptions/s",
        1 => $"/subscriptions/s/resourceGroups/{group}",
        2 => $"/subscriptions/s/providers/Microsoft.Network/locations/{name}",
        _ => $"/subscriptions/s/resourceGroups/{group}/providers/Microsoft.Network/virtualNetworks/{name}"
            + string.Concat(children.Select(c => $"/{(c.Item1 ? "subnets" : "virtualNetworkPeerings")}/{c.Item2}")),
    });

    [Fact]
    public void Ids_are_equal_and_in_order_as_their_texts_are() => Gen.Select(Text, Text).Sample((left, right) =>
    {
        var (a, b) = (ResourceId.Parse(left), ResourceId.Parse(right));
        Assert.Equal(Math.Sign(string.Compare(left, right, StringComparison.OrdinalIgnoreCase)), Math.Sign(a.CompareTo(b)));
        Assert.Equal(string.Equals(left, right, StringComparison.OrdinalIgnoreCase), a.Equals(b));
        Assert.True(!a.Equals(b) || a.GetHashCode() == b.GetHashCode());
        Assert.Equal(
            left.StartsWith(right, StringComparison.OrdinalIgnoreCase) && (left.Length == right.Length || left[right.Length] == '/'), a.IsWithin(b));
    }, iter: 20_000);

    [Fact]
    public void An_id_is_the_same_however_it_is_made() => Text.Sample(text =>
    {
        var id = ResourceId.Parse(text);
        var made = id.Names.Length == 0 ? id : id.Names.Zip(id.TypeNames).Skip(1).Aggregate(
            ResourceId.Parse(string.Join('/', text.Split('/')[..(id.ResourceGroup is null ? 7 : 9)])), (parent, child) => parent.Child(child.Second, child.First));
        Assert.Equal(id, made);
        Assert.Equal(text, made.ToString());
        Assert.Equal(text, id.ToString());
        Assert.Equal(id.Type, made.Type);
        Assert.Equal(id.Names, made.Names);
        Assert.Equal(id.Parent, made.Parent);
        Assert.Equal(id.GetHashCode(), made.GetHashCode());
        Assert.True(made.IsWithin(made.Parent ?? made));
    });
}
