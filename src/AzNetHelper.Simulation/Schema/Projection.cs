using System.Text.Json.Nodes;

namespace AzNetHelper.Simulation;

/// <summary>What a GET with one api-version shows of a document: members of newer versions are left out.</summary>
internal static class Projection
{
    public static JsonObject Of(JsonObject document, string type, string apiVersion)
    {
        var copy = document.DeepClone().AsObject();
        Strip(copy, type, apiVersion);
        return copy;
    }

    private static void Strip(JsonObject document, string type, string apiVersion)
    {
        if (MemberTable.Instance.Members(type) is not { } members)
        {
            return;
        }

        foreach (var (name, value) in document.ToArray())
        {
            if (!members.TryGetValue(name, out var member))
            {
                // Not in the schema, yet the service sends it (remoteGateways) or a loaded document brought it.
                continue;
            }

            if (!member.IsReturnedIn(apiVersion))
            {
                document.Remove(name);
                continue;
            }

            foreach (var item in value is JsonArray list ? [.. list] : new[] { value })
            {
                if (item is JsonObject nested)
                {
                    Strip(nested, member.ItemKind, apiVersion);
                }
            }
        }

        if (type is "VirtualNetworkPropertiesFormat")
        {
            document.Remove("enableVmProtection");
            if (ApiVersions.EchoesVmProtection(apiVersion))
            {
                document["enableVmProtection"] = false;
            }
        }
    }
}
