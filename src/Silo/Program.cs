using Granary.Silo;

return await SiloProgram.RunAsync(args);
