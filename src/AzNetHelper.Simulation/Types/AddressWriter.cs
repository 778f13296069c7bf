using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>Public IP addresses.</summary>
internal sealed class AddressWriter(Cloud cloud) : ResourceWriter(cloud, ResourceKind.Address)
{
    public override Answer Put(ResourceWrite write)
    {
        if ((Cloud.Operations.Busy(write.Exchange, write.Id) ?? Check(write)) is { } refusal)
        {
            return Answer.Refusing(refusal);
        }

        var before = write.Existing.Object("properties");
        var made = Documents.Replace(before, write.SentProperties, "PublicIPAddressPropertiesFormat");
        made["provisioningState"] = "Updating";
        made.Default("resourceGuid", Cloud.Ids.NextGuid().ToString("D"));
        made.Default("publicIPAddressVersion", "IPv4");
        made.Default("publicIPAllocationMethod", IsStandard(write) ? "Static" : "Dynamic");
        made.Default("idleTimeoutInMinutes", 4);
        made.Default("ipTags", new JsonArray());
        made.Default("ipAddress", before?["ipAddress"]?.DeepClone());
        if (made["ipAddress"] is null)
        {
            made.Remove("ipAddress");
        }

        made.Arrange(
            "provisioningState", "resourceGuid", "ipAddress", "publicIPAddressVersion", "publicIPAllocationMethod");
        var document = Documents.Top(write.Id, write.Existing, write.Sent, Kind, made);
        document.Default("sku", new JsonObject { ["name"] = "Basic" });
        document.Object("sku")!.Default("tier", "Regional");
        Cloud.Estate.Put(write.Id, document);
        Cloud.Touch(write.Id);
        var operation = Cloud.Operations.Start(write.Exchange,
            new("PutPublicIpAddressOperation", write.Id, LocationOf(write.Id), Cloud.Options.Times.AddressPut)
            {
                Complete = () =>
                {
                    if (Json.Same(made.Text("publicIPAllocationMethod"), "Static"))
                    {
                        Allocate(Cloud, write.Id);
                    }

                    Settle(write.Id, "Succeeded");
                },
                Abandon = state => Settle(write.Id, state),
            });
        return Accepted.Put(
            write.Exchange, operation, write.Existing is not null, Show(write.Id, write.ApiVersion), notify: true);
    }

    // A Standard address is static (azure-network-rules 4.2), and zones are those of its region.
    private static ArmError? Check(ResourceWrite write)
    {
        var zones = write.Sent.Texts("zones").ToArray();
        var location = Documents.NormalLocation(write.Sent.Text("location"));
        return IsStandard(write) && Json.Same(write.SentProperties.Text("publicIPAllocationMethod"), "Dynamic")
                ? VpnErrors.StandardIsStatic.With(write.Id)
            : Region.Find(location) is { } region && zones.Except(region.Zones, StringComparer.Ordinal).Any()
                ? VpnErrors.UnknownZone.With(string.Join(',', zones), write.Id, location, string.Join(',', region.Zones))
            : null;
    }

    private static bool IsStandard(ResourceWrite write) => write.Sent.Object("sku").Text("name") is { } name
        && name.StartsWith("Standard", StringComparison.OrdinalIgnoreCase);

    public override Answer Delete(Exchange exchange, ResourceId id, JsonObject existing)
    {
        var user = existing.Object("properties").Reference("ipConfiguration");
        var refusal = Cloud.Operations.Busy(exchange, id)
            ?? (user is null ? null : NetworkErrors.AddressInUse.With(id, user));
        return refusal is not null ? Answer.Refusing(refusal) : StartDelete(exchange, existing,
            new("DeletePublicIpAddressOperation", id, LocationOf(id), Cloud.Options.Times.AddressDelete)
            {
                Complete = () => Cloud.Estate.Remove(id),
                Abandon = state => Settle(id, state),
            }, notify: true);
    }

    /// <summary>
    /// Gives an address its number: a static one when it is made, a dynamic one when something uses it.
    /// </summary>
    public static string? Allocate(Cloud cloud, ResourceId id)
    {
        if (cloud.Estate.Find(id) is not { } document)
        {
            return null;
        }

        var properties = document.Properties();
        if (properties.Text("ipAddress") is null)
        {
            properties["ipAddress"] = cloud.Ids.NextPublicAddress();
            cloud.Touch(id);
        }

        return properties.Text("ipAddress");
    }
}
