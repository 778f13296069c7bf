using AzNetHelper.SimulationServer;

return await Entry.RunAsync(args, Console.Out, Console.Error);
