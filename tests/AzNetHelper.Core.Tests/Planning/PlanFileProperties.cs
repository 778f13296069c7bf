using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using AzNetHelper.Arm;
using AzNetHelper.Networks;
using AzNetHelper.Planning;
using AzNetHelper.Steps;
using CsCheck;
using Xunit;

namespace AzNetHelper.Tests.Planning;

/// <summary>Random plans through a file and back, and files that were damaged.</summary>
public sealed class PlanFileProperties
{
    private static readonly Gen<string> Text = Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a1', '\u07ff'], Gen.Const('\n')), 1, 12]
        .Where(t => !string.IsNullOrWhiteSpace(t));

    private static ResourceId Tunnel { get; } = ResourceId.ForResource("sub", "rg", ResourceTypes.Connection, "c");

    private static readonly Gen<ResourceId> Id = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 3]).Select((type, net, name) => type switch
    {
        0 => Estate.Net($"n{net}"),
        1 => Estate.Half($"n{net}", $"p-{name}"),
        2 => Estate.Net($"n{net}").Child("subnets", $"s_{name}"),
        _ => ResourceId.ForResource("sub", "r(g).1", ResourceTypes.VirtualNetworkGateway, $"gw{net}"),
    });

    private static readonly Gen<JsonNode?> Value = Gen.Recursive<JsonNode?>((depth, inner) => depth > 3 ? Leaf() : Gen.Frequency(
        (3, Leaf()), (1, inner.Array[0, 3].Select(a => (JsonNode?)new JsonArray([.. a.Select(i => i?.DeepClone())]))),
        (2, Object(inner).Select(o => (JsonNode?)o))));

    private static readonly Gen<string> Document = Object(Value).Select(o => JsonBody.Write(o));

    private static readonly Gen<Change> AnyChange = Gen.Select(Id, Gen.Enum<ChangeKind>(), Text, Document.Array[5, 5], Gen.Int[0, 63], Id.Array[0, 2], Gen.Enum<Impact>())
        .Select((id, kind, text, documents, which, lanes, impact) => new Change(id, kind, text)
        {
            Group = (which & 1) == 0 ? string.Empty : text,
            Before = kind == ChangeKind.Create || (which & 2) == 0 ? null : documents[0],
            After = kind == ChangeKind.Delete ? null : kind is ChangeKind.Create or ChangeKind.Update || (which & 4) == 0 ? documents[1] : null,
            Expect = (which & 8) == 0 ? null : documents[2],
            NeededWhile = (which & 16) == 0 ? null : documents[3],
            OnlyWhile = (which & 32) == 0 ? null : documents[4],
            PassedWhen = (which & 48) != 48 ? null : documents[0],
            Query = kind is ChangeKind.Create or ChangeKind.Update && (which & 3) == 3 ? "syncRemoteAddressSpace=true" : null,
            Lanes = [.. lanes],
            EmptyGroups = (which & 5) != 5 ? [] : [ResourceId.ForResource("sub", "rg", ResourceTypes.NetworkManager, "nm").Child("networkGroups", "g")],
            Impact = new(impact, impact == Impact.None ? string.Empty : text),
        }).Select(change => change.Kind != ChangeKind.Action ? change : Called(change));

    // What may be called is a list of its own.
    private static Change Called(Change change) => change with
    {
        Resource = Tunnel,
        Action = "sharedkey",
        ActionVerb = ArmVerb.Put,
        After = JsonBody.Write(new JsonObject { ["value"] = SecretSlots.OfNewKey(Tunnel) }),
    };

    private static readonly Gen<Plan> AnyPlan = Gen.Select(Text, AnyChange.Array[0, 5], Gen.Int[0, 1 << 20], Text, Id, Document, Gen.Long[0, DateTime.MaxValue.Ticks])
        .Select((title, changes, seed, text, id, document, ticks) => new Plan(title)
        {
            Changes = [.. changes.Select((c, i) => c with
            {
                Key = string.Create(CultureInfo.InvariantCulture, $"{c.Key}:{i}"),
                DependsOn = [.. changes.Take(i).Select((d, j) => string.Create(CultureInfo.InvariantCulture, $"{d.Key}:{j}")).Where((_, j) => (seed >> (i + j) & 1) == 0)],
            })],
            CreatedAt = new(ticks, TimeSpan.Zero),
            Cloud = (seed & 1) == 0 ? null : "AzureCloud",
            TenantId = (seed & 2) == 0 ? null : text,
            SecondTenant = (seed & 128) == 0 ? null : new((seed & 256) == 0 ? null : text, [id.SubscriptionId]),
            Problems = (seed & 4) == 0 ? [] : [new("Check", text, id) { Group = text, Kind = (FailureKind)(seed % 10) }],
            Notices = (seed & 8) == 0 ? [] : [new("Id", (NoticeSeverity)(seed % 3), text, (seed & 16) == 0 ? null : id)],
            RestsOn = (seed & 32) == 0 ? [] : [new(id, document)],
            Origins = (seed & 64) == 0 ? [] : [new("New-Thing", """{"A":"it's","B":["x","y"],"C":true,"D":1}""")],
        });

    [Fact]
    public void A_plan_comes_back_from_a_file_as_it_was() => AnyPlan.Sample(plan =>
    {
        var bytes = PlanFiles.ToBytes(plan);
        var back = PlanFiles.Read("x.json", bytes);
        Assert.Equal(Told(plan with { MadeBy = back.MadeBy }), Told(back));
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(PlanFiles.ToBytes(back)));
        Assert.DoesNotContain((byte)'\r', bytes);
    });

    // Whatever a file holds is refused with its place, or is a plan that nothing stumbles over.
    [Fact]
    public void No_damage_to_a_file_makes_anything_stumble() =>
        Gen.Select(AnyPlan, Gen.Int[0, 20_000], Gen.Byte, Gen.Int[0, 30]).Sample((plan, at, with, cut) =>
        {
            var bytes = PlanFiles.ToBytes(plan).ToList();
            at %= bytes.Count;
            bytes[at] = with;
            bytes.RemoveRange(at, Math.Min(cut < 20 ? 0 : cut - 20, bytes.Count - at));
            Plan read;
            try
            {
                read = PlanFiles.Read("x.json", bytes.ToArray());
            }
            catch (TopologyFileException e)
            {
                Assert.Equal("InvalidPlan", e.Id);
                Assert.Matches("^x.json: .*line [0-9]+", e.Message);
                return;
            }

            _ = new ChangeGraph(read.Changes);
            Assert.All(read.Changes, c => Assert.True(BodyRules.Knows(c.Resource.Type)));
            Assert.NotEmpty(PlanText.Of(read));
            _ = SecretSlot.In(read);
            _ = Plan.Of([read, read]);
            _ = PlanFiles.ToBytes(read);
            foreach (var change in read.Changes.Where(c => c.Kind is ChangeKind.Create or ChangeKind.Update))
            {
                _ = BodyRules.Compose(change.Resource.Type, null, JsonBody.Parse(change.After!));
            }

            var estate = new Estate();
            estate.Time.Run(() => new DriftCheck(estate.Arm, 2, StepWriter.Nowhere).FindAsync(read, default));
        }, iter: 2000);

    private static Gen<JsonNode?> Leaf() => Gen.OneOf(
        Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)), Gen.Const((JsonNode?)null), Text.Select(s => (JsonNode?)JsonValue.Create(s)),
        Gen.OneOf(Gen.Const("1.10"), Gen.Const("1e400"), Gen.Long.Select(n => n.ToString(CultureInfo.InvariantCulture))).Select(n => JsonNode.Parse(n)));

    private static Gen<JsonObject> Object(Gen<JsonNode?> inner) => Gen.Select(Gen.OneOf(Text, Gen.Const("properties"), Gen.Const("id")), inner).Array[0, 3]
        .Select(members => new JsonObject(members.DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(m.Item1, m.Item2?.DeepClone()))));

    // Everything that a plan says, documents whatever the order of their members.
    private static string Told(Plan plan) => string.Join('\n',
    [
        $"{plan.Title} {plan.CreatedAt.UtcTicks} {plan.Cloud} {plan.TenantId} {plan.MadeBy} "
            + $"{plan.SecondTenant?.TenantId} {string.Join(',', plan.SecondTenant?.SubscriptionIds ?? [])}",
        .. plan.Changes.Select(c => $"{c.Key} {c.Resource} {c.Kind} {c.Summary} {c.Group} {c.Query} {c.Action} {c.Impact} {string.Join(',', c.DependsOn)} "
            + $"{string.Join(',', c.Lanes)} {string.Join(',', c.EmptyGroups)} {Canonical(c.Before)} {Canonical(c.After)} {Canonical(c.Expect)} {Canonical(c.NeededWhile)} {Canonical(c.OnlyWhile)} {Canonical(c.PassedWhen)}"),
        .. plan.Problems.Select(p => p.ToString()), .. plan.Notices.Select(n => n.ToString()),
        .. plan.RestsOn.Select(g => $"{g.Resource} {Canonical(g.Content)}"), .. plan.Origins.Select(o => o.CommandLine),
    ]);

    private static string Canonical(string? json) => json is null ? "none" : Encoding.UTF8.GetString(CanonicalJson.Bytes(Encoding.UTF8.GetBytes(json)));
}
