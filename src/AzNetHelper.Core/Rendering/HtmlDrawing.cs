using System.Collections.Immutable;
using System.Text.Json;
using AzNetHelper.Audit;

namespace AzNetHelper.Rendering;

/// <summary>The picture as the page reads it: things by their places in lists, and where each view puts them.</summary>
internal sealed class HtmlDrawing(Picture picture, PictureMap map, CancellationToken stop)
{
    private static readonly PictureView[] Views = [PictureView.Overview, PictureView.Subscription, PictureView.Region];

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.Text("title", picture.Title);
        json.WriteString("view", picture.View.ToString());
        json.Maybe("plan", picture.Plan);
        json.Maybe("readAt", picture.ReadAt is { } at ? PictureWords.Moment(at) : null);
        Terms(json);
        Counts(json);
        json.Texts("notes", picture.Notes);
        json.Each("nodes", picture.Nodes, n => Node(json, n));
        json.Each("links", picture.Links, l => Link(json, l));
        json.WriteStartObject("views");
        foreach (var view in Views)
        {
            stop.ThrowIfCancellationRequested();
            View(json, Placed(view));
        }

        json.WriteEndObject();
        new HtmlDetails(map).Write(json);
        stop.ThrowIfCancellationRequested();
        Audit(json, TopologyAudit.Run(map.Sides[0].Topology));
        if (picture.Way is { } way)
        {
            Way(json, way);
        }

        json.WriteEndObject();
    }

    // What is shown by hubs, subscriptions and regions is the same picture, put together in another way.
    private PlacedPicture Placed(PictureView view) => PictureLayout.Of(picture.View == view ? picture : picture with
    {
        View = view, Frames = PictureFrames.Of(view, picture.Nodes, picture.Links, [.. map.Sides.Reverse()]),
    });

    private void Terms(Utf8JsonWriter json)
    {
        json.WriteStartObject("terms");
        foreach (var kind in picture.Nodes.Select(n => n.Kind).Distinct().Order())
        {
            json.WriteString(kind.ToString(), PictureWords.Of(kind));
        }

        foreach (var kind in picture.Links.Select(l => l.Kind).Distinct().Order())
        {
            json.WriteString(kind.ToString(), PictureWords.Of(kind));
        }

        json.WriteEndObject();
    }

    private void Counts(Utf8JsonWriter json) => json.Each("counts", PictureWords.Counts(picture.Counts).Where(c => c.Count > 0), c =>
    {
        json.WriteStartArray();
        json.WriteNumberValue(c.Count);
        json.WriteStringValue(c.One);
        json.WriteStringValue(c.Many);
        json.WriteEndArray();
    });

    private void Node(Utf8JsonWriter json, PictureNode node)
    {
        json.WriteStartObject();
        json.WriteString("key", node.Key);
        json.WriteString("kind", node.Kind.ToString());
        json.Text("label", node.Label);
        json.Maybe("id", node.Id?.ToString());
        if (node.Id?.ToString() is { } id && HtmlJson.Visible(id) != id)
        {
            // The name that a command takes, and that somebody may paste into the search.
            json.WriteString("exact", id);
        }

        json.Maybe("group", node.Id?.ResourceGroup);
        json.Maybe("subscription", node.Id?.SubscriptionId);
        json.Maybe("region", node.Region);
        if (map.Number(node.Host) is { } host)
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
            json.WriteStartObject("was");
            json.Texts("lines", was.Lines);

            // Also where there was none: what is left out would be that of after.
            json.WriteString("role", was.Role == PictureRole.None ? null : was.Role.ToString());
            json.WriteString("region", was.Region);
            json.WriteBoolean("unread", !was.IsRead);
            json.WriteEndObject();
        }

        Mark(json, node.Mark, node.Changes);
        json.WriteEndObject();
    }

    private void Link(Utf8JsonWriter json, PictureLink link)
    {
        json.WriteStartObject();
        json.WriteString("kind", link.Kind.ToString());
        json.WriteNumber("from", map.Number(link.From)!.Value);
        json.WriteNumber("to", map.Number(link.To)!.Value);
        json.WriteString("health", link.Health.ToString());
        json.Text("state", link.State);
        json.Text("text", link.Text);
        json.Texts("facts", PictureWords.Facts(link, key => picture.Nodes[map.Number(key)!.Value].Label));
        if (link.IsGlobal)
        {
            json.WriteBoolean("global", true);
        }

        json.WriteNumber("transit", (int)link.Transit);
        json.WriteNumber("forwarded", (int)link.Forwarded);
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
            json.Text("title", f.Title);
            json.Numbers("nodes", f.Nodes.Select(n => map.Number(n)!.Value));
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
            json.Text("resource", f.Resource.ToString());
            json.Text("name", f.Name);
            json.Text("message", f.Message);
            json.Text("remedy", f.Remedy);
            json.WriteBoolean("command", f.RemedyKind != RemedyKind.Advice);
            json.WriteString("link", f.Link);
            json.Numbers("nodes", f.VirtualNetworks.Append(f.Resource).Select(map.NodeOf).OfType<int>().Distinct());
            json.WriteEndObject();
        });
    }

    private void Way(Utf8JsonWriter json, PictureWay way)
    {
        json.WriteStartObject("way");
        json.Text("source", way.Source);
        json.Text("destination", way.Destination);
        json.WriteString("from", way.Source);
        json.WriteString("to", way.Destination);
        json.WriteString("verdict", way.Verdict.ToString());
        json.Text("text", way.Explanation);
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
                json.Text("text", h.Text);
                json.WriteNumber("from", map.Number(h.From) ?? -1);
                json.WriteNumber("to", map.Number(h.To) ?? -1);
                json.WriteNumber("link", map.LinkNumber(h.Link) ?? -1);
                json.WriteEndObject();
            });
            json.WriteEndObject();
        });
        json.WriteEndObject();
    }
}
