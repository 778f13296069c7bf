using System.Text.Json.Nodes;
using AzNetHelper.Networks;
using AzNetHelper.Simulation;
using Microsoft.AspNetCore.Http;

namespace AzNetHelper.SimulationServer;

/// <summary>What was asked of the simulation, counted, for those who compare clients. It is no part of ARM and needs no token.</summary>
internal static class CountersEndpoint
{
    private const string Path = "/simulation/counters";

    public static bool Serves(HttpRequest request) =>
        request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase) && HttpMethods.IsGet(request.Method);

    public static Task HandleAsync(HttpContext context, AzureSimulation simulation)
    {
        var (all, writes) = (simulation.Log.All, simulation.Log.Writes);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(new JsonObject
        {
            ["requests"] = all.Length,
            ["reads"] = all.Length - writes.Length,
            ["writes"] = writes.Length,
            ["accepted"] = writes.Count(w => w.Status is >= 200 and < 300),
            ["refused"] = writes.Count(w => w.Status is 400 or 409 or 412 or 429),
            ["throttledReads"] = all.Count(r => !r.IsWrite && r.Status == 429),
            ["connected"] = simulation.Snapshot().VirtualNetworks.SelectMany(n => n.Peerings).Count(p => p.State == PeeringState.Connected),
        }.ToJsonString(), context.RequestAborted);
    }
}
