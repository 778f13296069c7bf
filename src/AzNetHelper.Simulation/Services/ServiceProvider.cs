using System.Text.Json.Nodes;
using AzNetHelper.Arm;

namespace AzNetHelper.Simulation;

/// <summary>A provider of services that can trust subnets: one class for all, what differs stands in <see cref="ServiceTypes"/>.</summary>
internal sealed class ServiceProvider(Cloud cloud, string name, ServiceVerbs verbs) : ResourceProvider(cloud, name, verbs)
{
    // Of one namespace, flexible and single servers have versions of their own.
    protected override string VersionsOf(string shortType) => ApiVersions.KeyOf(Namespace, shortType);

    protected override JsonObject? Find(ResourceId id) =>
        Cloud.Estate.Find(id) ?? ServiceDocuments.Singleton(Cloud, ServiceType.Of(id.Type), id);

    protected override IEnumerable<JsonObject> Children(ResourceId parent, ResourceKind kind) =>
        ServiceType.Of(kind.Type) is { IsSingleton: true }
            ? new[] { Find(parent.Child(kind.ParentMember!, "default")) }.OfType<JsonObject>()
            : Cloud.Estate.Children(parent, kind);
}
