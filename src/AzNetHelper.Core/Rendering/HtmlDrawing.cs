using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Audit;
using AzNetHelper.Networks;

namespace AzNetHelper.Rendering;

/// <summary>The picture as the page reads it: things by their places in lists, and where each view puts them.</summary>
internal sealed class HtmlDrawing(Picture picture, Topology topology)
{
    private static readonly PictureView[] Views = [PictureView.Overview, PictureView.Subscription, PictureView.Region];
    private readonly PictureMap _map = new(picture);

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("title", picture.Title);
        json.WriteString("view", picture.View.ToString());
        json.Maybe("plan", picture.Plan);
        json.Maybe("readAt", picture.ReadAt is { } at ? PictureWords.Moment(at) : null);
        Counts(json);
        json.Texts("notes", picture.Notes);
        json.Each("nodes", picture.Nodes, n => Node(json, n));
        json.Each("links", picture.Links, l => Link(json, l));
        json.WriteStartObject("views");
        foreach (var placed in Placed())
        {
            View(json, placed);
        }

        json.WriteEndObject();
        new HtmlDetails(_map).Write(json, picture.After is null ? topology.VirtualNetworks
            : picture.After.VirtualNetworks.Concat(topology.VirtualNetworks).DistinctBy(n => n.Id));
        Audit(json, TopologyAudit.Run(topology));
        if (picture.Way is { } way)
        {
            Way(json, way);
        }

        json.WriteEndObject();
    }

    // What is shown by hubs, subscriptions and regions is the same picture, put together in another way.
    private IEnumerable<PlacedPicture> Placed()
    {
        Topology[] sides = picture.After is null ? [topology] : [topology, picture.After];
        var keys = new PictureKeys(sides.SelectMany(s => new PictureThings(s).Ids()));
        ImmutableArray<PictureScene> scenes = picture.View is PictureView.Overview or PictureView.Hub ? []
            : [.. sides.AsEnumerable().Reverse().Select(s => new PictureScene(s, keys))];
        return Views.Select(view => PictureLayout.Of(picture.View == view || (view == PictureView.Overview && scenes.IsEmpty)
            ? picture with { View = view }
            : picture with { View = view, Frames = PictureFrames.Of(view, picture.Nodes, picture.Links, scenes) }));
    }

    private void Counts(Utf8JsonWriter json)
    {
        json.WriteStartObject("counts");
        foreach (var (count, _, many) in PictureWords.Counts(picture.Counts))
        {
            json.WriteNumber(many, count);
        }

        json.WriteEndObject();
    }

    private void Node(Utf8JsonWriter json, PictureNode node)
    {
        json.WriteStartObject();
        json.WriteString("key", node.Key);
        json.WriteString("kind", node.Kind.ToString());
        json.WriteString("label", node.Label);
        json.Maybe("id", node.Id?.ToString());
        json.Maybe("group", node.Id?.ResourceGroup);
        json.Maybe("subscription", node.Id?.SubscriptionId);
        json.Maybe("region", node.Region);
        if (_map.Number(node.Host) is { } host)
        {
            json.WriteNumber("host", host);
        }

        if (node.Role != PictureRole.None)
        {
            json.WriteString("role", node.Role.ToString());
        }

        if (!node.IsRead)
        {
            json.WriteBoolean("unread", true);
        }

        json.Texts("lines", node.Lines);
        if (node.Was is { } was)
        {
            json.Texts("was", was.Lines);
        }

        Mark(json, node.Mark, node.Changes);
        json.WriteEndObject();
    }

    private void Link(Utf8JsonWriter json, PictureLink link)
    {
        json.WriteStartObject();
        json.WriteString("kind", link.Kind.ToString());
        json.WriteNumber("from", _map.Number(link.From)!.Value);
        json.WriteNumber("to", _map.Number(link.To)!.Value);
        json.WriteString("health", link.Health.ToString());
        json.WriteString("state", link.State);
        json.WriteString("text", link.Text);
        if (link.IsGlobal)
        {
            json.WriteBoolean("global", true);
        }

        json.WriteNumber("transit", (int)link.Transit);
        json.WriteNumber("forwarded", (int)link.Forwarded);
        json.Maybe("owner", link.Owner == PeeringOwner.User ? null : link.Owner.ToString());
        json.Texts("resources", link.Resources.Select(r => r.ToString()));
        Mark(json, link.Mark, link.Changes);
        if (link.Was is { } was)
        {
            json.WritePropertyName("was");
            Link(json, was);
        }

        json.WriteEndObject();
    }

    private static void Mark(Utf8JsonWriter json, PictureMark mark, ImmutableArray<string> changes)
    {
        if (mark != PictureMark.None)
        {
            json.WriteString("mark", mark.ToString());
            json.Texts("changes", changes);
        }
    }

    private void View(Utf8JsonWriter json, PlacedPicture placed)
    {
        var view = placed.Picture.View == PictureView.Hub ? PictureView.Overview : placed.Picture.View;
        json.WriteStartObject(view.ToString());
        json.Each("frames", placed.Picture.Frames, f =>
        {
            json.WriteStartObject();
            json.WriteString("title", f.Title);
            json.Numbers("nodes", f.Nodes.Select(n => _map.Number(n)!.Value));
            var box = placed.Frames[f.Key];
            json.WritePropertyName("box");
            json.Places(box.X, box.Y, box.Width, box.Height);
            json.WriteEndObject();
        });
        json.Each("boxes", picture.Nodes.Select(n => placed.Nodes[n.Key]), b => json.Places(b.X, b.Y, b.Width, b.Height));
        json.Each("ways", picture.Links.Select(l => placed.Links[l.Key]), w => json.Places([.. w.SelectMany(p => new[] { p.X, p.Y })]));
        json.WriteEndObject();
    }

    private void Audit(Utf8JsonWriter json, AuditReport report)
    {
        json.Maybe("unjudged", report.UnjudgedText);
        json.Each("findings", report.Findings, f =>
        {
            json.WriteStartObject();
            json.WriteString("rule", f.RuleId);
            json.WriteString("severity", f.Severity.ToString());
            json.WriteString("resource", f.Resource.ToString());
            json.WriteString("name", f.Name);
            json.WriteString("message", f.Message);
            json.WriteString("remedy", f.Remedy);
            json.WriteBoolean("command", f.RemedyKind != RemedyKind.Advice);
            json.WriteString("link", f.Link);
            json.Numbers("nodes", f.VirtualNetworks.Append(f.Resource).Select(_map.NodeOf).OfType<int>().Distinct());
            json.WriteEndObject();
        });
    }

    private void Way(Utf8JsonWriter json, PictureWay way)
    {
        json.WriteStartObject("way");
        json.WriteString("source", way.Source);
        json.WriteString("destination", way.Destination);
        json.WriteString("verdict", way.Verdict.ToString());
        json.WriteString("text", way.Explanation);
        json.Texts("reasons", way.Reasons);
        json.Texts("remedies", way.Remedies);
        json.Each("legs", way.Legs, leg =>
        {
            json.WriteStartObject();
            json.WriteBoolean("back", leg.Direction == Reachability.Directions.Back);
            json.WriteString("verdict", leg.Verdict.ToString());
            json.Each("hops", leg.Hops, h =>
            {
                json.WriteStartObject();
                json.WriteString("text", h.Text);
                json.WriteNumber("from", _map.Number(h.From) ?? -1);
                json.WriteNumber("to", _map.Number(h.To) ?? -1);
                json.WriteNumber("link", _map.LinkNumber(h.Link) ?? -1);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
