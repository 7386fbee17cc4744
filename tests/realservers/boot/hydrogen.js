// Starts Hydrogen with the calls of its own start file; every view and all the logic are the package's.
// https://github.com/element-hq/hydrogen-web/blob/master/src/platform/web/main.js
import {createNavigation, createRouter, FeatureSet, Platform, RootViewModel} from "hydrogen-view-sdk";

async function main() {
  const platform = new Platform({
    container: document.body,
    configURL: "config.json",
    options: {development: false},
    assetPaths: {
      serviceWorker: "sw.js",
      downloadSandbox: "assets/download-sandbox.html",
      worker: "assets/main.js",
      olm: {wasm: "olm.wasm", legacyBundle: "olm_legacy.js", wasmBundle: "olm.js"},
    },
  });
  await platform.init();
  const features = await FeatureSet.load(platform.settingsStorage);
  const navigation = createNavigation();
  platform.setNavigation(navigation);
  const urlRouter = createRouter({navigation, history: platform.history});
  urlRouter.attach();
  const root = new RootViewModel({platform, urlRouter, navigation, features});
  await root.load();
  platform.createAndMountRootView(root);
}

main().catch((error) => console.error(error.stack));
